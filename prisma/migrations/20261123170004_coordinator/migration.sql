-- AlterTable
ALTER TABLE "personal_token" ADD COLUMN     "scopes" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "limits" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "price" JSONB,
ADD COLUMN     "privateKey" TEXT,
ADD COLUMN     "publicKey" TEXT,
ADD COLUMN     "signing" TEXT NOT NULL DEFAULT 'hmac';

-- AlterTable
ALTER TABLE "agent_slot" ADD COLUMN     "costUsd" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "tokens" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "track_record" ADD COLUMN     "badWeight" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "decayedAt" TIMESTAMPTZ(3),
ADD COLUMN     "goodWeight" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "room" ADD COLUMN     "actionRules" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "limits" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'work',
ADD COLUMN     "spent" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "goal" ADD COLUMN     "findings" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "matching" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "parameters" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "recovery" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "spent" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "stalePolicy" TEXT NOT NULL DEFAULT 'ask';

-- AlterTable
ALTER TABLE "task" ADD COLUMN     "deadlineAt" TIMESTAMPTZ(3),
ADD COLUMN     "depth" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "each" JSONB,
ADD COLUMN     "item" JSONB,
ADD COLUMN     "parentId" TEXT,
ADD COLUMN     "role" TEXT NOT NULL DEFAULT 'work';

-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "hedge" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "trace" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "incident" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "agents" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "positions" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "verdict" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "conflict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opinion" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "reasons" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opinion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drill" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT,
    "name" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "score" JSONB,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "drill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playbook" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "plan" JSONB NOT NULL,
    "savedFrom" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "playbook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "playbook" TEXT NOT NULL,
    "goal" JSONB NOT NULL,
    "everySeconds" INTEGER NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3),
    "lastOutcome" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hook" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "playbook" TEXT NOT NULL,
    "goal" JSONB NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "hook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_roomId_openedAt_idx" ON "incident"("roomId", "openedAt");

-- CreateIndex
CREATE INDEX "conflict_goalId_idx" ON "conflict"("goalId");

-- CreateIndex
CREATE INDEX "opinion_goalId_idx" ON "opinion"("goalId");

-- CreateIndex
CREATE INDEX "opinion_agentId_idx" ON "opinion"("agentId");

-- CreateIndex
CREATE INDEX "drill_roomId_idx" ON "drill"("roomId");

-- CreateIndex
CREATE UNIQUE INDEX "playbook_workspaceId_name_key" ON "playbook"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "schedule_workspaceId_idx" ON "schedule"("workspaceId");

-- CreateIndex
CREATE INDEX "schedule_nextAt_idx" ON "schedule"("nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "hook_tokenHash_key" ON "hook"("tokenHash");

-- CreateIndex
CREATE INDEX "hook_workspaceId_idx" ON "hook"("workspaceId");

-- A second attempt in parallel stands beside the one that holds the task.
DROP INDEX "attempt_open_key";
CREATE UNIQUE INDEX "attempt_open_key" ON "attempt"("taskId") WHERE "status" IN ('offered', 'accepted', 'working', 'submitted') AND NOT "hedge";
CREATE UNIQUE INDEX "attempt_hedge_key" ON "attempt"("taskId") WHERE "status" IN ('offered', 'accepted', 'working', 'submitted') AND "hedge";
CREATE INDEX "task_parent_idx" ON "task"("parentId") WHERE "parentId" IS NOT NULL;
