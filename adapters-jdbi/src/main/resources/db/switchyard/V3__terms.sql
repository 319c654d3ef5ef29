-- The terms of each attempt: how long it may wait and run, and how often its memory was raised.
alter table executions add column start_by timestamp(6) with time zone;
alter table executions add column run_for_s bigint;
alter table executions add column memory_raises integer default 0 not null;
