import Alerting
import Settings

extension Components {
    private static let sums: [Schema.Member] = [
        .required("requests", .count), .required("errors", .count), .required("success", .nullable(.number)),
        .required("input_tokens", .count), .required("output_tokens", .count), .required("cost_usd", .decimal),
        .optional("cost_display", money), .required("unpriced_requests", .count), .required("cache_hits", .count),
        .required("saved_usd", .decimal), .optional("saved_display", money),
    ]

    private static let money = Schema.object([.required("currency", .text), .required("amount", .decimal)])

    private static let named = Schema.list(.object([.required("name", .nullable(.text))] + sums))

    private static let signals = Schema.choice(AlertSignal.allCases.map(\.rawValue))
    private static let severities = Schema.choice(AlertSeverity.allCases.map(\.rawValue))

    /// Alerts' rules, channels and reports.
    static let alerts: [Named] = [
        (
            "AlertRule",
            .object([
                .required("name", .text), .required("signal", signals), .required("enabled", .flag),
                .required("comparison", .choice(["over", "reaching", "under"]), "When a value is bad."),
                .required("unit", .choice(["share", "dollars", "times", "seconds", "days", "count", "state"])),
                .required("threshold", .number), .required("clear", .number, "The value at which it is over."),
                .required("window_seconds", .nullable(.count)), .required("for_seconds", .count),
                .required("least", .number), .required("severity", severities),
                .required(
                    "source",
                    .choice(["standard", "file", "edited"]),
                    "What the file says is changed there only."
                ),
                .required(
                    "standing",
                    .list(
                        .object([
                            .required("subject", .text), .required("state", .choice(["pending", "firing"])),
                            .required("told", .flag, "Whether people were told of it."), .required("since", .time),
                            .required("value", .number),
                        ])
                    ),
                    "What is the case now."
                ),
            ])
        ),
        (
            "AlertRulePatch",
            .object([
                .optional("enabled", .nullable(.flag)), .optional("threshold", .nullable(.number)),
                .optional("clear", .nullable(.number)), .optional("window_seconds", .nullable(.integer(in: 60...3600))),
                .optional("for_seconds", .nullable(.integer(in: 0...86_400))), .optional("least", .nullable(.number)),
                .optional("severity", .nullable(severities)), .optional("reason", .text, "Why, for the audit log."),
            ])
        ),
        (
            "AlertChannel",
            .object([
                .required("name", .text), .required("type", .choice(AlertChannel.Kind.allCases.map(\.rawValue))),
                .required("rules", .nullable(.list(.text))), .required("severities", .nullable(.list(severities))),
                .required("signed", .flag, "Whether messages are signed."),
                .required("server", .nullable(.text), "The mail server; of others nothing is shown."),
                .required("from", .nullable(.text)), .required("to", .list(.text)),
                .required("waiting", .count, "How many messages wait to be delivered."),
                .required("last", .nullable(.time), "When a message was tried last, since the start."),
                .required("last_error", .nullable(.text)),
            ])
        ),
        (
            "AlertTest",
            .object([.required("ok", .flag), .required("error", .nullable(.text)), .required("duration_ms", .count)])
        ),
        (
            "WeeklyReport",
            .object([
                .required("kind", .choice(["report"])), .required("week", .text), .required("time_zone", .text),
                .required("gateway", .text), .required("language", .choice(NoticeLanguage.allCases.map(\.rawValue))),
                .required("from", .time), .required("to", .nullable(.time)), .required("total", .object(sums)),
                .required("previous", .object(sums), "The week before."),
                .required("cost_change", .nullable(.number), "How much more was spent, as a share of the week before."),
                .required("days", .list(.object([.required("date", .text)] + sums))),
                .required(
                    "top",
                    .object([.required("teams", named), .required("keys", named), .required("models", named)]),
                    "Those with the most tokens."
                ),
                .required(
                    "errors",
                    .object([
                        .required("providers", named),
                        .required(
                            "statuses",
                            .list(.object([.required("status", .count), .required("count", .count)]))
                        ),
                        .required("statuses_complete", .flag),
                    ])
                ),
                .required("title", .text), .required("text", .text), .required("html", .text),
            ])
        ),
    ]
}
