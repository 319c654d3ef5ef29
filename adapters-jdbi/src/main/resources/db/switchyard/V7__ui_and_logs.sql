-- Where people can watch the driver of a running execution.
alter table executions add column ui varchar;

-- Whether there surely was a log, because the driver ran.
alter table log_captures add column expected boolean default true not null;
