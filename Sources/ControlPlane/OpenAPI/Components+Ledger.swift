import Governance
import ModelAPI

extension Components {
    /// One request of the ledger.
    static let ledgerRow: Schema = {
        let known: [(String, Schema)] = [
            ("id", .text), ("entry", .text), ("sequence", .count), ("time", .time), ("key", .nullable(.text)),
            ("key_id", .nullable(.text)), ("organization", .nullable(.text)), ("team", .nullable(.text)),
            ("project", .nullable(.text)), ("user", .nullable(.text)), ("environment", .nullable(.text)),
            ("tags", .list(.text)), ("surface", .text), ("model", .text), ("model_served", .nullable(.text)),
            ("provider", .nullable(.text)), ("status", .count), ("outcome", .text),
            ("usage", .nullable(.map(.count))),
            ("service_tier", .nullable(.choice(ServiceTier.allCases.map(\.rawValue)))),
            ("speed", .nullable(.choice(["standard", "fast"]))), ("inference_geo", .nullable(.text)),
            ("cost_usd", .nullable(.decimal)),
            ("price_version", .nullable(.text)), ("cache", .nullable(.text)), ("saved_usd", .nullable(.decimal)),
            ("saved_exact_usd", .nullable(.decimal)), ("saved_semantic_usd", .nullable(.decimal)),
            ("saved_prompt_cache_usd", .nullable(.decimal)),
            ("attempts", .list(.map(.any))), ("duration_ms", .nullable(.number)),
            ("time_to_first_token_ms", .nullable(.number)), ("overhead_us", .nullable(.count)),
            ("flags", .list(.text)),
        ]
        return .object(
            known.map { .required($0.0, $0.1) } + [
                .optional("recorded_cost_usd", .nullable(.decimal), "What was recorded before it was rated anew."),
                .optional("cost_display", .nullable(shown), inOther),
                .optional("guards", .list(guardLine), "What guardrails found; only where there is something."),
                .optional("guards_left_out", .count, "How many more findings there were."),
            ]
        )
    }()

    private static let guardLine = Schema.object([
        .required("guardrail", .text), .required("stage", .choice(GuardLine.Stage.allCases.map(\.rawValue))),
        .required("type", .text), .required("rule", .text), .required("score", .number), .required("action", .text),
        .required("monitored", .flag, "Whether it was only noted."),
        .required("offset", .count, "In Unicode code points of the text that the value stood in."),
        .required("length", .count), .required("hash", .text, "A keyed hash of the value."),
        .required("encoding", .nullable(.text), "How the value was hidden; null where it stood openly."),
    ])
}
