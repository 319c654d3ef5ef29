-- Where people can watch the driver of a running execution.
alter table executions add column ui varchar;
