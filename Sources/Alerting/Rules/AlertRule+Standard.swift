extension AlertRule {
    /// The rules that hold from the start, in the order in which they are shown.
    public static let standard: [AlertRule] = [
        AlertRule("budget_share", .budgetShare, threshold: 0.8),
        AlertRule("budget_spent", .budgetShare, threshold: 1, severity: .critical),
        AlertRule("spend_per_day", .spendPerDay, threshold: 1000),
        AlertRule("spend_anomaly", .spendAnomaly, threshold: 2, clear: 1.5, leastSamples: 10),
        AlertRule(
            "error_rate",
            .errorRate,
            threshold: 0.05,
            clear: 0.03,
            holding: 60,
            leastSamples: 20,
            severity: .critical
        ),
        AlertRule("p99_latency", .p99Latency, threshold: 3, clear: 2.5, holding: 120, leastSamples: 50),
        AlertRule(
            "fallback_share",
            .fallbackShare,
            threshold: 0.2,
            clear: 0.15,
            window: 600,
            holding: 120,
            leastSamples: 20
        ),
        AlertRule("provider_down", .providerDown, threshold: 0, holding: 30, severity: .critical),
        AlertRule("key_refused", .keyRefused, threshold: 0, window: 600, severity: .critical),
        AlertRule("cache_hit_drop", .cacheHitDrop, threshold: 0.5, clear: 0.4, leastSamples: 200),
        AlertRule("unknown_price", .unknownPrice, threshold: 0, window: 3600),
        AlertRule("journal_lag", .journalLag, threshold: 60, clear: 10, holding: 30, severity: .critical),
        AlertRule("certificate_expiry", .certificateExpiry, threshold: 14),
        AlertRule("certificate_ending", .certificateExpiry, threshold: 3, severity: .critical),
    ]

    /// A standard rule.
    public static func standard(named name: String) -> AlertRule? { standard.first { $0.name == name } }
}
