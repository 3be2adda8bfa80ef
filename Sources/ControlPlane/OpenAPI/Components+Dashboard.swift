/// The forms of what the dashboard's pages ask for beside objects and records.
extension Components {
    private static let money = Schema.object([.required("currency", .text), .required("amount", .decimal)])

    /// What is drawn over time.
    private static let shortSums: [Schema.Member] = [
        .required("requests", .count), .required("errors", .count), .required("input_tokens", .count),
        .required("output_tokens", .count), .required("cost_usd", .decimal), .required("cache_hits", .count),
        .required("saved_usd", .decimal), .optional("cost_display", money), .optional("saved_display", money),
        .optional("unpriced_requests", .count, "Requests whose cost is unknown and not in the sum."),
    ]

    private static let time = Schema.Member.required("time", .time, "The step's beginning.")

    /// How fast a budget is being spent.
    static let budgetForecast = Schema.object(
        ["spent", "per_day"].map { .required($0, .reference("Amount")) } + [
            .required("exhausted_at", .nullable(.time), "When nothing is left at this pace; null: not in this period.")
        ]
    )

    private static let milliseconds = Schema.nullable(.number)

    static let dashboard: [Named] = [
        (
            "ProviderTest",
            .object([
                .required("ok", .flag), .required("status", .nullable(.count), "Of its answer; null where none came."),
                .required("duration_ms", .number),
                .required(
                    "error",
                    .nullable(.object([.required("code", .nullable(.text)), .required("message", .nullable(.text))]))
                ),
            ])
        ),
        (
            "ConfigurationDiff",
            .object([
                .required("changed", .flag),
                .required("only_hidden", .flag, "Whether all that is different is secret, or not shown."),
                .required("problems", .list(.text), "Why the file cannot be used; one line each."),
                .required(
                    "lines",
                    .list(.object([.required("op", .choice(["=", "-", "+"])), .required("text", .text)])),
                    "What is in both, only in use, only in the file."
                ),
            ])
        ),
        (
            "Story",
            .object([
                .required("complete", .flag, "Whether more is known than the ledger keeps: of the last requests."),
                .required("recorded", .flag, "Whether the ledger has it (by now)."),
                .required("request", .reference("LedgerRow")), .required("duration_ms", .number),
                .required("error", .nullable(.text)), .required("trace_id", .nullable(.text)),
                .required("internal", .flag, "Whether the gateway asked for itself."),
                .required(
                    "stages",
                    .list(
                        .object([
                            .required("name", .text), .required("start_ms", .number), .required("end_ms", .number),
                        ])
                    )
                ),
                .required(
                    "attempts",
                    .list(
                        .object([
                            .required("target", .text), .required("credential", .nullable(.text)),
                            .required("hedge", .flag), .required("start_ms", milliseconds),
                            .required("answered_ms", milliseconds), .required("end_ms", milliseconds),
                            .required("duration_ms", milliseconds), .required("outcome", .text),
                            .required(
                                "decision",
                                .nullable(
                                    .object([
                                        .required("action", .choice(["same_target", "next_target", "stop"])),
                                        .required("after_ms", milliseconds), .required("reason", .text),
                                    ])
                                )
                            ),
                        ])
                    )
                ),
                .required("skipped", .list(.object([.required("target", .text), .required("reason", .text)]))),
            ])
        ),
        (
            "Series",
            .object([
                .required("step", .text), .required("from", .time), .required("to", .time),
                .required(
                    "points",
                    .list(
                        .object(
                            [time] + shortSums
                                + [
                                    "duration_p50_ms", "duration_p95_ms", "duration_p99_ms", "ttft_p50_ms",
                                    "ttft_p95_ms",
                                ].map { .optional($0, .nullable(.number)) }
                        )
                    ),
                    "Every step of the time, also those in which nothing happened."
                ),
                .optional(
                    "percentiles",
                    .object([
                        .required(
                            "method",
                            .choice(["exact", "newest_of_each_step"]),
                            "Whether all requests are in the percentiles, or of steps with more the newest."
                        ),
                        .required("records_per_step", .count),
                    ])
                ),
                .optional(
                    "groups",
                    .list(
                        .object([
                            .required("key", .nullable(.text), "Null for what belongs to none, and for all others."),
                            .optional("id", .text), .required("other", .flag, "Whether it is all others together."),
                            .required("total", .object(shortSums)),
                            .required("points", .list(.object([time] + shortSums))),
                        ])
                    )
                ),
                .optional("currency", .map(.any)),
            ])
        ),
        (
            "Overview",
            .object([
                .required("time", .time), .required("today", .object(sums)), .required("yesterday", .object(sums)),
                .required(
                    "yesterday_so_far",
                    .object(sums),
                    "As much of yesterday as there has been of today."
                ),
                .required(
                    "month",
                    .object(
                        sums + [
                            .required(
                                "forecast_usd",
                                .nullable(.decimal),
                                "What the month will have cost: for what is left of it the mean of the last full days."
                            ),
                            .optional("forecast_display", money),
                            .required("forecast_days", .count, "How many full days the mean is of, at most 7."),
                        ]
                    )
                ),
                .required("in_flight", .nullable(.count), "Null for those who may not see everything."),
                .required("open_streams", .nullable(.count)),
                .required("targets", .list(.reference("TargetStatus"))), .optional("currency", .map(.any)),
            ])
        ),
    ]
}
