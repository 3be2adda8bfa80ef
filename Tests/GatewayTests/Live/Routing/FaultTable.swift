/// Faults of providers and what has to come of each, whole and streamed.
enum FaultTable {
    static let rows = unreachable + refusing + failing + callersFault + hanging + broken

    private static let unreachable = [
        FaultRow(.closedPort, .failsOver("connect", status: 503, wait: "1")),
        FaultRow(.unknownHost, .failsOver("connect", status: 502)),
        // A certificate does not become valid by asking again.
        FaultRow(.plainText, .failsOver("tls", alone: "nowhere-else", status: 502)),
    ]

    private static let refusing = [
        FaultRow(
            "status-429-retry-after-30",
            .failsOver("429", alone: "wait-too-long", status: 429, wait: "30")
        ),
        FaultRow("status-429", .failsOver("429", alone: "wait-too-long", status: 429, wait: "1")),
        FaultRow("status-402", .failsOver("quota", alone: "nowhere-else", status: 503)),
        FaultRow("status-401", .failsOver("credential", alone: "nowhere-else", status: 502)),
        FaultRow("status-403", .failsOver("credential", alone: "nowhere-else", status: 502)),
    ]

    private static let failing = [
        FaultRow("status-500", .triedTwice("500", status: 502)),
        FaultRow("status-502", .failsOver("502", status: 503, wait: "1")),
        FaultRow("status-503", .failsOver("503", status: 503, anthropic: 529, wait: "1")),
        FaultRow(
            "status-503-retry-after-30",
            .failsOver("503", alone: "wait-too-long", status: 503, anthropic: 529, wait: "30")
        ),
        FaultRow("status-504", .failsOver("504", status: 504, wait: "1")),
        FaultRow("status-529", .failsOver("529", alone: "wait-too-long", status: 503, anthropic: 529, wait: "1")),
        FaultRow("redirect", .failsOver("invalid-body", status: 502)),
    ]

    private static let callersFault = [
        FaultRow("status-400", .refused("invalid-request", status: 400)),
        FaultRow("status-404", .refused("invalid-request", status: 404)),
        FaultRow("status-413", .refused("invalid-request", status: 413)),
        FaultRow("status-422", .refused("invalid-request", status: 400)),
        FaultRow("context-length", .refused("context-window", status: 400)),
        // Gemini tells of it in an answer of status 200.
        FaultRow(
            "content-policy",
            whole: .refused("content-policy", status: 400),
            stream: .refused("content-policy", status: 400),
            surfaces: Surface.all.filter { $0.name != "Gemini" }
        ),
    ]

    private static let hanging = [
        FaultRow("hang-before-headers", .failsOver("timeout", status: 504)),
        FaultRow("hang-after-headers", .failsOver("timeout", status: 504)),
        // Role-only and start events have come; they are held back.
        FaultRow("hang-mid-stream-after-0", .failsOver("timeout", status: 504)),
        FaultRow(
            "hang-mid-stream",
            whole: .failsOver("timeout", status: 504),
            stream: .breaks("timeout")
        ),
        FaultRow(
            "slow-drip-20ms",
            whole: .init(
                paired: ["A timeout stop deadline"],
                alone: ["A timeout stop deadline"],
                status: 504
            ),
            stream: .init(
                paired: ["A timeout stop deadline"],
                alone: ["A timeout stop deadline"],
                status: 504
            ),
            total: 400
        ),
    ]

    private static let broken = [
        FaultRow("reset", .triedTwice("truncated", status: 502)),
        FaultRow("reset-mid-stream-after-0", .triedTwice("truncated", status: 502)),
        FaultRow(
            "reset-mid-stream",
            whole: .triedTwice("truncated", status: 502),
            stream: .breaks("truncated")
        ),
        FaultRow(
            "truncated-body",
            whole: .triedTwice("truncated", status: 502),
            stream: .breaks("truncated")
        ),
        FaultRow("no-terminal", stream: .breaks("truncated")),
        FaultRow("invalid-json", .failsOver("invalid-body", status: 502)),
        FaultRow("html-200", .failsOver("invalid-body", status: 502)),
        FaultRow(
            "invalid-sse",
            whole: .failsOver("invalid-body", status: 502),
            stream: .breaks("error-event"),
            isTranslated: true
        ),
        // Anthropic and Gemini call it overload, after which they are left alone for a while.
        FaultRow("error-mid-stream", stream: .breaks("error-event"), surfaces: [Surface.all[0]]),
        FaultRow("error-mid-stream", stream: .breaks("529"), surfaces: Array(Surface.all[1...])),
        FaultRow(
            "error-mid-stream-after-0",
            stream: .failsOver("error-event", status: 502),
            surfaces: [Surface.all[0]]
        ),
        FaultRow(
            "error-mid-stream-after-0",
            stream: .failsOver("529", alone: "wait-too-long", status: 503, anthropic: 529, wait: "1"),
            surfaces: Array(Surface.all[1...])
        ),
        FaultRow("gzip-bomb-70", .failsOver("invalid-body", status: 502)),
        FaultRow("huge-answer-65", whole: .failsOver("invalid-body", status: 502), surfaces: [Surface.all[0]]),
        FaultRow("huge-event-33", stream: .failsOver("error-event", status: 502), surfaces: [Surface.all[0]]),
    ]
}
