namespace Engage.Hosting.Metrics;

/// <summary>Every metric of the worker host by its name. Base units; counters end in <c>_total</c>; a worker's job label tells which worker it is.</summary>
public static class MetricNames
{
    public const string BuildInfo = "engage_build_info";
    public const string WorkerState = "engage_worker_state";
    public const string WorkerFaults = "engage_worker_faults_total";
    public const string LogMessages = "engage_log_messages_total";
    public const string MetricsDroppedSeries = "engage_metrics_dropped_series";
    public const string ScrapeDuration = "engage_scrape_duration_seconds";

    public const string RecordsConsumed = "engage_records_consumed_total";
    public const string RecordsProduced = "engage_records_produced_total";
    public const string RecordsRejected = "engage_records_rejected_total";
    public const string DeadLettersCut = "engage_dead_letters_cut_total";
    public const string RecordsSkipped = "engage_records_skipped_total";
    public const string ConsumerLag = "engage_consumer_lag_records";
    public const string LastCommit = "engage_committed_offset_timestamp_seconds";
    public const string AssignedPartitions = "engage_assigned_partitions";
    public const string Tasks = "engage_tasks";
    public const string GlobalTableOffset = "engage_global_table_next_offset";

    public const string Transactions = "engage_transactions_total";
    public const string TransactionCommitDuration = "engage_transaction_commit_duration_seconds";
    public const string TransactionAge = "engage_transaction_age_seconds";
    public const string TransactionDirtyKeys = "engage_transaction_dirty_keys_total";
    public const string Rewinds = "engage_rewinds_total";
    public const string ProducersRecreated = "engage_producer_recreated_total";
    public const string IntegrityAlarms = "engage_integrity_alarms_total";
    public const string BrokerLastContact = "engage_kafka_broker_last_contact_timestamp_seconds";

    public const string StateBytes = "engage_state_store_bytes";
    public const string StateKeys = "engage_state_store_keys";
    public const string StateOverlayBytes = "engage_state_overlay_bytes";
    public const string StateMemoryBytes = "engage_state_write_buffer_bytes";
    public const string StateBlockCacheBytes = "engage_state_block_cache_bytes";
    public const string StateCacheHits = "engage_state_cache_hits_total";
    public const string StateCacheMisses = "engage_state_cache_misses_total";
    public const string StatePendingCompaction = "engage_state_pending_compaction_bytes";
    public const string StateBackgroundErrors = "engage_state_background_errors";
    public const string StateWritesStopped = "engage_state_writes_stopped";
    public const string StateWipes = "engage_state_wipes_total";
    public const string RestoreRemaining = "engage_restore_remaining_records";
    public const string RestoredRecords = "engage_restored_records_total";
    public const string RestoreDuration = "engage_restore_duration_seconds";

    public const string SchemaLookups = "engage_schema_lookups_total";
}
