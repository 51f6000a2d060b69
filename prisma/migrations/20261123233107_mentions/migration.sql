-- AlterTable
ALTER TABLE "participant" ADD COLUMN     "mentions" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "handoff" ADD COLUMN     "agentId" TEXT;

-- Until now such a handoff was known by its owner and its name alone: the longest name that fits is that of the agent.
UPDATE "handoff" h SET "agentId" = (
  SELECT a.id FROM "agent" a JOIN "room" r ON r."workspaceId" = a."workspaceId"
  WHERE r.id = h."roomId" AND a."ownerId" = h."memberId" AND starts_with(h.title, a.name || ': ')
  ORDER BY length(a.name) DESC LIMIT 1)
WHERE h.kind = 'budget' AND h."goalId" IS NULL AND h.options = '[]'::jsonb;
