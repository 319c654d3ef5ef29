-- The Spark Connect server in the driver of a running execution: what it asks of its callers, and where it listens.
alter table executions add column connect_token varchar(512);
alter table executions add column connect_uri varchar(512);

-- A session is on a server of a cluster, or on the driver of a job's attempt.
alter table sessions alter column cluster_id drop not null;
alter table sessions alter column server_number drop not null;
alter table sessions add column job_id varchar(30) ${bytewise};
alter table sessions add column execution_id varchar(31) ${bytewise};

create index sessions_by_driver on sessions (job_id, execution_id, ended_at);
