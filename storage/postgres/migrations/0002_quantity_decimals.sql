-- By how many decimals the recorded quantities of an indicator are read, which no later catalog can
-- change, whatever those in between left out. Null where none has been applied since this is kept.
ALTER TABLE indicator ADD COLUMN quantity_decimals integer;
