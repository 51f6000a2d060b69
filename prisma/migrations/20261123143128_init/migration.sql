-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "lane" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "wakeAt" TIMESTAMPTZ(3),

    CONSTRAINT "lane_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "laneId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "commandId" TEXT,
    "data" JSONB NOT NULL,
    "changes" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("laneId","seq")
);

-- CreateTable
CREATE TABLE "receipt" (
    "actor" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "laneId" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("actor","id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" TEXT NOT NULL,
    "laneId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "runAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedBy" TEXT,
    "claimedUntil" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "agentId" TEXT,
    "attemptId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "laneId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "attemptId" TEXT,
    "taskId" TEXT,
    "tryNumber" INTEGER NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "requestHeaders" JSONB NOT NULL,
    "status" INTEGER,
    "responseHeaders" JSONB,
    "responseBody" TEXT,
    "durationMs" INTEGER NOT NULL,
    "errorClass" TEXT,
    "reason" TEXT,
    "nextTryAt" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "content" (
    "sha256" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "content_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "userAgent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invite" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "roomId" TEXT,
    "role" TEXT NOT NULL,
    "email" TEXT,
    "tokenHash" TEXT NOT NULL,
    "invitedBy" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usesLeft" INTEGER NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personal_token" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "personal_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "url" TEXT,
    "description" TEXT NOT NULL,
    "skills" JSONB NOT NULL,
    "labels" JSONB NOT NULL,
    "maxConcurrency" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "tokenHash" TEXT NOT NULL,
    "tokenHint" TEXT NOT NULL,
    "secret" TEXT,
    "secretHint" TEXT,
    "previousSecret" TEXT,
    "previousSecretUntil" TIMESTAMPTZ(3),
    "breaker" JSONB NOT NULL,
    "throttledUntil" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_slot" (
    "agentId" TEXT NOT NULL,
    "inUse" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "agent_slot_pkey" PRIMARY KEY ("agentId")
);

-- CreateTable
CREATE TABLE "track_record" (
    "agentId" TEXT NOT NULL,
    "skill" TEXT NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "totalMs" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "track_record_pkey" PRIMARY KEY ("agentId","skill")
);

-- CreateTable
CREATE TABLE "room" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rules" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "actionPolicy" TEXT NOT NULL,
    "goalCount" INTEGER NOT NULL,
    "taskCount" INTEGER NOT NULL,
    "deliverableCount" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "participant" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "participant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "authorKind" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorName" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "replyTo" TEXT,
    "goalId" TEXT,
    "taskId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "room_file" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "text" TEXT,
    "uploadedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "room_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "goal" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "brief" TEXT NOT NULL,
    "acceptance" JSONB NOT NULL,
    "playbook" TEXT,
    "inputs" JSONB NOT NULL,
    "items" JSONB NOT NULL,
    "deliverable" JSONB,
    "limits" JSONB NOT NULL,
    "clocks" JSONB NOT NULL,
    "autonomy" TEXT NOT NULL,
    "requiredApprovals" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "planVersion" INTEGER NOT NULL,
    "planProblems" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "goal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "brief" TEXT NOT NULL,
    "skills" JSONB NOT NULL,
    "needs" JSONB NOT NULL,
    "inputs" JSONB NOT NULL,
    "output" JSONB,
    "checks" JSONB NOT NULL,
    "answers" INTEGER NOT NULL,
    "assigneeId" TEXT,
    "doerId" TEXT,
    "ownerId" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "fence" INTEGER NOT NULL,
    "attemptCount" INTEGER NOT NULL,
    "versionCount" INTEGER NOT NULL,
    "acceptedVersionId" TEXT,
    "deliverableId" TEXT,
    "guidance" JSONB NOT NULL,
    "wakeAt" TIMESTAMPTZ(3),
    "generation" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "readyAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "participantId" TEXT NOT NULL,
    "agentId" TEXT,
    "memberId" TEXT,
    "status" TEXT NOT NULL,
    "offeredAt" TIMESTAMPTZ(3) NOT NULL,
    "firstTryAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "acceptBy" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),
    "progressAt" TIMESTAMPTZ(3),
    "nudgedAt" TIMESTAMPTZ(3),
    "deadlineAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "failure" TEXT,
    "reason" TEXT,
    "progress" DOUBLE PRECISION,
    "note" TEXT,
    "checklist" JSONB NOT NULL,
    "match" JSONB,
    "corrections" INTEGER NOT NULL,
    "parkedAt" TIMESTAMPTZ(3),
    "usage" JSONB,
    "claimId" TEXT,
    "retryAt" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "extra" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifact" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "artifactId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "files" JSONB NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "artifact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "late_report" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "late_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "version" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "deliverableId" TEXT,
    "number" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "files" JSONB NOT NULL,
    "sources" JSONB NOT NULL,
    "checks" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "builtFrom" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliverable" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "versionId" TEXT,
    "rounds" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deliverable_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "deliverableId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "reviewId" TEXT,
    "authorId" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "suffix" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handoff" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT,
    "taskId" TEXT,
    "attemptId" TEXT,
    "kind" TEXT NOT NULL,
    "memberId" TEXT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "answer" TEXT,
    "answeredBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_request" (
    "id" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "arguments" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "decidedBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "action_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lane_wakeAt_idx" ON "lane"("wakeAt");

-- CreateIndex
CREATE INDEX "receipt_createdAt_idx" ON "receipt"("createdAt");

-- CreateIndex
CREATE INDEX "job_attemptId_idx" ON "job"("attemptId");

-- CreateIndex
CREATE INDEX "delivery_agentId_sentAt_idx" ON "delivery"("agentId", "sentAt");

-- CreateIndex
CREATE INDEX "delivery_jobId_idx" ON "delivery"("jobId");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "member_userId_idx" ON "member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "member_workspaceId_userId_key" ON "member"("workspaceId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "invite_tokenHash_key" ON "invite"("tokenHash");

-- CreateIndex
CREATE INDEX "invite_workspaceId_idx" ON "invite"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "personal_token_tokenHash_key" ON "personal_token"("tokenHash");

-- CreateIndex
CREATE INDEX "personal_token_workspaceId_idx" ON "personal_token"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "agent_tokenHash_key" ON "agent"("tokenHash");

-- CreateIndex
CREATE INDEX "agent_workspaceId_idx" ON "agent"("workspaceId");

-- CreateIndex
CREATE INDEX "room_workspaceId_idx" ON "room"("workspaceId");

-- CreateIndex
CREATE INDEX "participant_subjectId_idx" ON "participant"("subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "participant_roomId_subjectId_key" ON "participant"("roomId", "subjectId");

-- CreateIndex
CREATE INDEX "message_roomId_createdAt_idx" ON "message"("roomId", "createdAt");

-- CreateIndex
CREATE INDEX "room_file_roomId_idx" ON "room_file"("roomId");

-- CreateIndex
CREATE INDEX "goal_roomId_idx" ON "goal"("roomId");

-- CreateIndex
CREATE INDEX "task_roomId_idx" ON "task"("roomId");

-- CreateIndex
CREATE UNIQUE INDEX "task_goalId_key_key" ON "task"("goalId", "key");

-- CreateIndex
CREATE INDEX "attempt_goalId_idx" ON "attempt"("goalId");

-- CreateIndex
CREATE INDEX "attempt_agentId_offeredAt_idx" ON "attempt"("agentId", "offeredAt");

-- CreateIndex
CREATE INDEX "attempt_memberId_idx" ON "attempt"("memberId");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_taskId_number_key" ON "attempt"("taskId", "number");

-- CreateIndex
CREATE INDEX "activity_attemptId_createdAt_idx" ON "activity"("attemptId", "createdAt");

-- CreateIndex
CREATE INDEX "artifact_goalId_idx" ON "artifact"("goalId");

-- CreateIndex
CREATE INDEX "late_report_attemptId_idx" ON "late_report"("attemptId");

-- CreateIndex
CREATE INDEX "version_goalId_idx" ON "version"("goalId");

-- CreateIndex
CREATE UNIQUE INDEX "version_taskId_number_key" ON "version"("taskId", "number");

-- CreateIndex
CREATE INDEX "deliverable_roomId_idx" ON "deliverable"("roomId");

-- CreateIndex
CREATE INDEX "review_goalId_idx" ON "review"("goalId");

-- CreateIndex
CREATE INDEX "comment_goalId_idx" ON "comment"("goalId");

-- CreateIndex
CREATE INDEX "handoff_roomId_status_idx" ON "handoff"("roomId", "status");

-- CreateIndex
CREATE INDEX "action_request_goalId_idx" ON "action_request"("goalId");

-- A task has at most one open attempt (I01): the database holds what the code relies on.
CREATE UNIQUE INDEX "attempt_open_key" ON "attempt"("taskId") WHERE "status" IN ('offered', 'accepted', 'working', 'submitted');

-- Jobs that are still to be done, by the moment they are due: the ordering columns are the index.
CREATE INDEX "job_due_idx" ON "job"("runAt", "id") WHERE "endedAt" IS NULL;

-- Rows that every step rewrites keep room for their next version on the same page, and are cleaned early.
ALTER TABLE "task" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "attempt" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "job" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "lane" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);
ALTER TABLE "agent_slot" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);
