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

    static let dashboard: [Named] = [
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
