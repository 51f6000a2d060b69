-- AlterTable
ALTER TABLE "lane" ADD COLUMN     "chain" TEXT NOT NULL DEFAULT '';

-- The next link of a chain: SHA-256 of the one before it, or of where the chain goes on from, and of what an event says.
CREATE FUNCTION chain_link(before text, said text, start text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(' ', coalesce(before, start), said), 'UTF8')), 'hex')
$$;
CREATE AGGREGATE chain_of(text, text) (SFUNC = chain_link, STYPE = text);

-- A lane's chain over the events after a number, from a link on: each event that a person made is one more. Whoever changes,
-- adds, removes or cuts off one of them breaks every link after it, and the lane holds the last.
CREATE FUNCTION people_chain(lane text, after int, link text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(chain_of(concat_ws(' ', seq, extract(epoch FROM at), type, actor, data, changes), link ORDER BY seq), link)
  FROM event WHERE "laneId" = lane AND seq > after AND actor ->> 'kind' = 'member'
$$;

UPDATE "lane" SET "chain" = people_chain("id", 0, '');
