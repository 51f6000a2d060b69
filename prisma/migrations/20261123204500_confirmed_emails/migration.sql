-- AlterTable
ALTER TABLE "user" ADD COLUMN     "emailConfirmedAt" TIMESTAMPTZ(3);

-- Who came by another place was confirmed there, and the first owner was named by the operator.
UPDATE "user" SET "emailConfirmedAt" = "createdAt"
WHERE "passwordHash" IS NULL OR EXISTS (SELECT 1 FROM "member" m WHERE m."userId" = "user".id AND m.role = 'owner');
