/// All families of metrics, each defined here once: what `/metrics` tells and Docs/observability.md lists comes from this.
public enum MetricCatalog {
    /// A chapter of the documentation.
    public struct Chapter: Sendable {
        /// What it is about.
        public let title: String
        /// Its families.
        public let families: [MetricFamily]
    }

    /// All families, in the order in which the documentation lists them.
    public static let chapters = [
        Chapter(
            title: "Requests",
            families: [
                requests, requestSeconds, timeToFirstToken, interTokenGap, overhead, brokenAnswers, inFlight,
                openStreams,
                connections,
            ]
        ),
        Chapter(
            title: "Tokens and money",
            families: [tokens, cost, teamCost, unknownPrice, saved, promptCacheLoss]
        ),
        Chapter(
            title: "Attempts and providers",
            families: [
                attempts, retries, fallbacks, targetAvailable, targetInFlight, breakerState, credentialAvailable,
                credentialOutOfQuota, queueDepth, overloaded,
            ]
        ),
        Chapter(
            title: "Limits and budgets",
            families: [
                limitAmount, limitRemaining, budgetAmount, budgetSpent, budgetRemaining, tokenBudgetAmount,
                tokenBudgetSpent, tokenBudgetRemaining, scopesLeftOut,
            ]
        ),
        Chapter(title: "Guardrails", families: [guardResults, guardFailures, guardKnownTexts]),
        Chapter(
            title: "Caches",
            families: [
                cache, cacheEntries, cacheBytes, semanticLookups, semanticResults, semanticEntries, semanticBytes,
                promptBreakpoints, promptKeys, promptPrefixes, promptTracked,
            ]
        ),
        Chapter(
            title: "Records",
            families: [
                journalLag, journalPending, journalBytes, ledgerAccepting, ledgerRecords, ledgerFailures,
                journalDamage, bodies, droppedTelemetry,
            ]
        ),
        Chapter(
            title: "Configuration",
            families: [
                buildInfo, configReloads, configLastReload, configGeneration, configLoaded, certificateExpiry,
            ]
        ),
        Chapter(
            title: "Process",
            families: [
                loopLag, residentMemory, cpuSeconds, openFiles, openFilesLimit, startTime, targetSeries,
            ]
        ),
    ]

    /// All families.
    public static let all = chapters.flatMap(\.families)

    /// The value of `provider` and `model` of everything that has no place of its own any more.
    public static let other = "other"

    // MARK: - Requests

    /// Requests that are over.
    public static let requests = MetricFamily.counter(
        "kanmon_requests_total",
        by: ["surface", "provider", "model", "status"],
        "Requests that are over, by whose answer it was and the HTTP status that the caller saw.",
        remark: "`status` is the exact one: `status=~\"5..\"` is a class. 499: the caller had gone before an answer "
            + "began. `provider` and `model` are those of whoever answered, of a stored answer whoever gave it, else of "
            + "whoever was asked last; not there where nobody was asked. Those with a provider go on behind a restart.",
        continues: true
    )
    /// How long whole requests took.
    public static let requestSeconds = MetricFamily.histogram(
        "kanmon_request_seconds",
        by: ["surface", "provider", "model"],
        .requests,
        "From a request's head to the end of its answer, of requests for which somebody was asked or an answer was stored."
    )
    /// How long callers waited for the first content of streams.
    public static let timeToFirstToken = MetricFamily.histogram(
        "kanmon_time_to_first_token_seconds",
        by: ["provider", "model"],
        .firstTokens,
        "From a request's head to the first content of its answer, of streams from providers."
    )
    /// The pauses in streams.
    public static let interTokenGap = MetricFamily.histogram(
        "kanmon_inter_token_gap_seconds",
        by: ["provider", "model"],
        .gaps,
        "Between two pieces of a provider's stream behind its first content.",
        remark: "A piece is what came at once, mostly an event with a token or a few."
    )
    /// What the gateway added.
    public static let overhead = MetricFamily.histogram(
        "kanmon_overhead_seconds",
        by: ["surface"],
        .own,
        "What the gateway itself took of a request's time: all but waiting for providers and for the caller.",
        remark: "Of requests for which a provider was asked. Waiting for a turn at a full gateway counts."
    )
    /// Answers that broke off.
    public static let brokenAnswers = MetricFamily.counter(
        "kanmon_broken_answers_total",
        by: ["provider", "model"],
        "Answers that had begun, mostly with a status of 200, and ended in an error."
    )
    /// Requests under way.
    public static let inFlight = MetricFamily.gauge(
        "kanmon_requests_in_flight",
        "Requests to models that are under way, also those that wait for their turn."
    )
    /// Streams under way.
    public static let openStreams = MetricFamily.gauge("kanmon_open_streams", "Streamed answers that are under way.")
    /// Connections of clients.
    public static let connections = MetricFamily.gauge(
        "kanmon_client_connections",
        "Connections of clients that are open."
    )

    // MARK: - Tokens and money

    /// Tokens used.
    public static let tokens = MetricFamily.counter(
        "kanmon_tokens_total",
        by: ["provider", "model", "class"],
        "Tokens used, as the provider said or estimated where it did not; each token is in one class.",
        remark:
            "Classes of input: `input` (in no cache), `cached_input`, `cache_write_5m`, `cache_write_1h`; of output: "
            + "`output` (without reasoning), `reasoning`. Answers from the cache use none.",
        continues: true
    )
    /// Money spent.
    public static let cost = MetricFamily.counter(
        "kanmon_cost_usd_total",
        by: ["provider", "model"],
        unit: .usd,
        "What requests cost, in US dollars, exact.",
        remark: "As it was when they ended: rerating does not change it.",
        continues: true
    )
    /// Money spent by teams.
    public static let teamCost = MetricFamily.counter(
        "kanmon_team_cost_usd_total",
        by: ["team"],
        unit: .usd,
        "What the requests of teams cost, in US dollars, exact.",
        remark:
            "Without the label what keys without a team spent, and callers without a key. The sum over all teams is that "
            + "of `kanmon_cost_usd_total`, since the first start of a version that has both.",
        continues: true
    )
    /// Requests without a known cost.
    public static let unknownPrice = MetricFamily.counter(
        "kanmon_unknown_price_requests_total",
        by: ["provider", "model"],
        "Requests that used tokens for which no price is known.",
        continues: true
    )
    /// Money saved.
    public static let saved = MetricFamily.counter(
        "kanmon_saved_usd_total",
        by: ["by"],
        unit: .usd,
        "What was saved, in US dollars, exact.",
        remark:
            "`exact` and `semantic`: what answers from the cache had cost once; `prompt-cache`: what providers' own "
            + "caches saved, of requests in which they saved more than they cost.",
        continues: true
    )
    /// Money lost on writing to providers' caches.
    public static let promptCacheLoss = MetricFamily.counter(
        "kanmon_prompt_cache_loss_usd_total",
        unit: .usd,
        "What writing to providers' caches of prompts cost more than they saved, of requests in which it did.",
        continues: true
    )

    // MARK: - Attempts and providers

    /// Tries at targets.
    public static let attempts = MetricFamily.counter(
        "kanmon_attempts_total",
        by: ["provider", "model", "reason"],
        "Tries at targets that are over, by how they ended.",
        remark: "`answered`, `lost-race` (the other copy of a hedged request came first), `abandoned` (the caller went "
            + "away), or the failure: a status of the provider or a word like `timeout`. Counts of tokens are left out."
    )
    /// Tries that followed on a failure of the same target.
    public static let retries = MetricFamily.counter(
        "kanmon_retries_total",
        by: ["provider", "model"],
        "Tries that were followed by another one at the same target."
    )
    /// Tries that were followed by one at another target.
    public static let fallbacks = MetricFamily.counter(
        "kanmon_fallbacks_total",
        by: ["provider", "model"],
        "Tries whose failure made a request go on to another target."
    )
    /// Whether targets are asked.
    public static let targetAvailable = MetricFamily.gauge(
        "kanmon_target_available",
        by: ["provider", "model"],
        "Whether a target that a model names is asked now; 0 while its breaker is open, it cools down, or it is unhealthy."
    )
    /// Requests at targets.
    public static let targetInFlight = MetricFamily.gauge(
        "kanmon_target_requests_in_flight",
        by: ["provider", "model"],
        "Tries that are under way at a target."
    )
    /// Breakers.
    public static let breakerState = MetricFamily.gauge(
        "kanmon_breaker_state",
        by: ["provider", "model", "state"],
        "1 for the state that a target's breaker is in: closed, ramping-up, open or half-open."
    )
    /// Whether credentials are used.
    public static let credentialAvailable = MetricFamily.gauge(
        "kanmon_credential_available",
        by: ["provider", "credential"],
        "Whether a provider's credential is used now; 0 while it is refused, out of quota or cools down."
    )
    /// Empty accounts.
    public static let credentialOutOfQuota = MetricFamily.gauge(
        "kanmon_credential_out_of_quota",
        by: ["provider", "credential"],
        "Whether a provider's credential is set aside because its account is empty."
    )
    /// Requests that wait.
    public static let queueDepth = MetricFamily.gauge(
        "kanmon_queue_depth",
        by: ["provider", "model"],
        "Requests that wait for their turn: at a target with a limit, or, without labels, at a full gateway."
    )
    /// Whether the gateway refuses requests.
    public static let overloaded = MetricFamily.gauge(
        "kanmon_overloaded",
        "Whether new requests are refused because the process has too much to do."
    )

    // MARK: - Limits and budgets

    private static let limitLabels = ["scope", "name", "resource", "window"]
    private static let budgetLabels = ["scope", "name", "budget", "period"]
    private static let scopeRemark =
        "Of organizations, teams, projects, providers, models and tags, the first 2,000 by name."

    /// What limits let through.
    public static let limitAmount = MetricFamily.gauge(
        "kanmon_limit_amount",
        by: limitLabels,
        "What a limit lets through in its window.",
        remark: scopeRemark
    )
    /// What is left of limits.
    public static let limitRemaining = MetricFamily.gauge(
        "kanmon_limit_remaining",
        by: limitLabels,
        "What is left of a limit now.",
        remark: scopeRemark
    )
    /// The amounts of budgets.
    public static let budgetAmount = MetricFamily.gauge(
        "kanmon_budget_amount_usd",
        by: budgetLabels,
        unit: .usd,
        "A budget's amount with its raises, in US dollars.",
        remark: scopeRemark
    )
    /// What budgets have spent.
    public static let budgetSpent = MetricFamily.gauge(
        "kanmon_budget_spent_usd",
        by: budgetLabels,
        unit: .usd,
        "What was spent of a budget in its period, in US dollars.",
        remark: scopeRemark
    )
    /// What budgets have left.
    public static let budgetRemaining = MetricFamily.gauge(
        "kanmon_budget_remaining_usd",
        by: budgetLabels,
        unit: .usd,
        "What is neither spent of a budget nor held for requests under way, in US dollars.",
        remark: scopeRemark
    )
    /// The amounts of budgets of tokens.
    public static let tokenBudgetAmount = MetricFamily.gauge(
        "kanmon_budget_amount_tokens",
        by: budgetLabels,
        "A budget's amount with its raises, in tokens.",
        remark: scopeRemark
    )
    /// What budgets of tokens have spent.
    public static let tokenBudgetSpent = MetricFamily.gauge(
        "kanmon_budget_spent_tokens",
        by: budgetLabels,
        "What was spent of a budget in its period, in tokens.",
        remark: scopeRemark
    )
    /// What budgets of tokens have left.
    public static let tokenBudgetRemaining = MetricFamily.gauge(
        "kanmon_budget_remaining_tokens",
        by: budgetLabels,
        "What is neither spent of a budget nor held for requests under way, in tokens.",
        remark: scopeRemark
    )
    /// Scopes that are not shown.
    public static let scopesLeftOut = MetricFamily.gauge(
        "kanmon_metrics_scopes_left_out",
        "Scopes with limits or budgets that are not among those shown, because there are too many."
    )

    // MARK: - Guardrails

    /// What came of guardrails' looking.
    public static let guardResults = MetricFamily.counter(
        "kanmon_guard_results_total",
        by: ["guardrail", "stage", "action"],
        "What guardrails did, once for each call, guardrail and stage (input or output): the strictest action, or pass.",
        remark:
            "An action is monitor where the guardrail only monitors. Up to 256 guardrails are counted apart in a process's "
            + "life, the rest as `other`."
    )
    /// Guardrails that could not look.
    public static let guardFailures = MetricFamily.counter(
        "kanmon_guard_failures_total",
        by: ["guardrail"],
        "How often a guardrail could not look, or took too long; by its on_error the call was refused or went on."
    )

    /// Texts that guardrails did not look at again.
    public static let guardKnownTexts = MetricFamily.counter(
        "kanmon_guard_known_texts_total",
        "Texts in which guardrails had found nothing before, and which were not looked at again."
    )

    // MARK: - Caches

    /// What the cache did.
    public static let cache = MetricFamily.counter(
        "kanmon_cache_total",
        by: ["result"],
        "Requests with which the cache had to do: hit, semantic-hit, miss or bypass.",
        remark: "Requests that ended before it was looked at are not counted."
    )
    /// Stored answers.
    public static let cacheEntries = MetricFamily.gauge("kanmon_cache_entries", "Answers that are stored in memory.")
    /// What they take.
    public static let cacheBytes = MetricFamily.gauge(
        "kanmon_cache_bytes",
        unit: .bytes,
        "What stored answers take in memory."
    )
    /// Comparisons by meaning.
    public static let semanticLookups = MetricFamily.counter(
        "kanmon_semantic_cache_lookups_total",
        "Questions that were compared by meaning with stored ones."
    )
    /// What came of comparisons.
    public static let semanticResults = MetricFamily.counter(
        "kanmon_semantic_cache_total",
        by: ["result"],
        "What came of comparing questions by meaning."
    )
    /// Stored questions.
    public static let semanticEntries = MetricFamily.gauge("kanmon_semantic_cache_entries", "Stored questions.")
    /// What they take.
    public static let semanticBytes = MetricFamily.gauge(
        "kanmon_semantic_cache_bytes",
        unit: .bytes,
        "What vectors and stored questions take in memory."
    )
    /// Breakpoints put into prompts.
    public static let promptBreakpoints = MetricFamily.counter(
        "kanmon_prompt_cache_breakpoints_total",
        by: ["ttl"],
        "Breakpoints that the gateway put into prompts, by how long they hold."
    )
    /// Keys put into requests.
    public static let promptKeys = MetricFamily.counter(
        "kanmon_prompt_cache_keys_total",
        "Keys for a provider's cache that the gateway put into requests."
    )
    /// Prefixes that were warm.
    public static let promptPrefixes = MetricFamily.counter(
        "kanmon_prompt_cache_prefixes_total",
        by: ["result"],
        "Requests whose beginning a provider's cache had, by whether they went there."
    )
    /// Prefixes that are remembered.
    public static let promptTracked = MetricFamily.gauge(
        "kanmon_prompt_cache_tracked_prefixes",
        "Prefixes of prompts that are remembered."
    )

    // MARK: - Records

    /// How far the ledger is behind.
    public static let journalLag = MetricFamily.gauge(
        "kanmon_journal_lag_seconds",
        unit: .seconds,
        "For how long at most a record has been waiting in the journal to come to the ledger; below a second when all is well."
    )
    /// How much is on its way.
    public static let journalPending = MetricFamily.gauge(
        "kanmon_journal_pending_bytes",
        unit: .bytes,
        "What of the journal was not in the ledger when it was last looked at."
    )
    /// What the journal takes on the disk.
    public static let journalBytes = MetricFamily.gauge(
        "kanmon_journal_bytes",
        unit: .bytes,
        "What the journal's files take on the disk."
    )
    /// Whether records can be kept.
    public static let ledgerAccepting = MetricFamily.gauge(
        "kanmon_ledger_accepting",
        "Whether the journal takes records; requests are refused while it does not, unless the configuration says to go on."
    )
    /// What became of records.
    public static let ledgerRecords = MetricFamily.counter(
        "kanmon_ledger_records_total",
        by: ["result"],
        "Records of requests: written to the ledger, kept in memory because the journal did not take them, lost, or whole in the "
            + "journal and not of this version."
    )
    /// Failures of the ledger.
    public static let ledgerFailures = MetricFamily.counter(
        "kanmon_ledger_failures_total",
        by: ["of"],
        "Times that the store did not take records, or the disk not the journal; both are tried again."
    )
    /// What of the journal could not be read.
    public static let journalDamage = MetricFamily.counter(
        "kanmon_journal_damaged_bytes_total",
        by: ["what"],
        "Bytes of the journal that no record could be read from: damaged, whose files are kept, or torn off at a file's end."
    )
    /// Prompts and answers.
    public static let bodies = MetricFamily.counter(
        "kanmon_bodies_total",
        by: ["result"],
        "Prompts and answers to be stored, by what became of them."
    )

    /// What sinks had to let go of.
    public static let droppedTelemetry = MetricFamily.counter(
        "kanmon_dropped_telemetry_total",
        by: ["sink"],
        "Lines of logs and spans that were let go: there was no room for them, or they could not be delivered."
    )

    // MARK: - Configuration

    /// The version.
    public static let buildInfo = MetricFamily.gauge(
        "kanmon_build_info",
        by: ["version"],
        "1, with the version that runs."
    )
    /// Reloads.
    public static let configReloads = MetricFamily.counter(
        "kanmon_config_reloads_total",
        by: ["result"],
        "Reloads of the configuration."
    )
    /// Whether the newest reload succeeded.
    public static let configLastReload = MetricFamily.gauge(
        "kanmon_config_last_reload_successful",
        "Whether the newest reload succeeded; 0 while an older configuration stays in use."
    )
    /// Which configuration is in use.
    public static let configGeneration = MetricFamily.gauge(
        "kanmon_config_generation",
        "Which configuration is in use, counted from 1."
    )
    /// Since when.
    public static let configLoaded = MetricFamily.gauge(
        "kanmon_config_loaded_timestamp_seconds",
        unit: .seconds,
        "Since when the configuration is in use, in seconds since 1970."
    )
    /// The end of the listener's certificate.
    public static let certificateExpiry = MetricFamily.gauge(
        "kanmon_certificate_expiry_timestamp_seconds",
        unit: .seconds,
        "When the first certificate of the listener's chain expires, in seconds since 1970."
    )

    // MARK: - Process

    /// How late loops are.
    public static let loopLag = MetricFamily.histogram(
        "kanmon_loop_lag_seconds",
        .lag,
        "How late an event loop came to a timer of 100 ms, while it has connections."
    )
    /// Memory.
    public static let residentMemory = MetricFamily.gauge(
        "kanmon_process_resident_memory_bytes",
        unit: .bytes,
        "Resident memory of the process."
    )
    /// Processor time.
    public static let cpuSeconds = MetricFamily.counter(
        "kanmon_process_cpu_seconds_total",
        unit: .seconds,
        "Processor time of the process, its own and the system's for it."
    )
    /// File descriptors.
    public static let openFiles = MetricFamily.gauge(
        "kanmon_process_open_files",
        "File descriptors that the process has open, sockets included."
    )
    /// How many there may be.
    public static let openFilesLimit = MetricFamily.gauge(
        "kanmon_process_open_files_limit",
        "File descriptors that the process may have open."
    )
    /// When the process began.
    public static let startTime = MetricFamily.gauge(
        "kanmon_process_start_time_seconds",
        unit: .seconds,
        "When the gateway was started, in seconds since 1970."
    )
    /// Targets with a place of their own.
    public static let targetSeries = MetricFamily.gauge(
        "kanmon_metrics_targets",
        "Pairs of provider and model that are counted apart; there is room for 2,000, of them 1,000 that no model names."
    )
}
