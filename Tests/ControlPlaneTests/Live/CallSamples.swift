import Governance
import JSONText
import ModelAPI
import NIOCore
import Pricing
import Routing
import Telemetry

@testable import Gateway

/// Records of calls as the gateway tells of them.
enum CallSamples {
    private static let second: Int64 = 1_000_000_000

    /// A call that was over at a second since 1970.
    static func call(
        _ entry: String,
        ended: Int64 = 1_790_000_000,
        team: String? = nil,
        user: String? = nil,
        status: Int = 200,
        microseconds: Int = 2000
    ) -> RequestRecord {
        var line = LedgerRecord(
            entry: entry,
            id: "req-\(entry)",
            time: ended * second - Int64(microseconds) * 1000,
            surface: "openai-chat",
            modelAsked: "chat",
            status: status,
            outcome: status >= 400 ? .failed : .answered,
            durationMicroseconds: microseconds
        )
        line.team = team
        line.user = user
        line.provider = "openai"
        line.modelServed = "gpt-4o"
        line.timeToFirstTokenMicroseconds = microseconds / 2
        var usage = Usage()
        usage.input = 30
        usage.output = 12
        line.usage = usage
        line.cost = Money(attos: 1_000_000_000_000_000)
        var attempt = AttemptRecord(
            target: TargetID(provider: "openai", model: "gpt-4o"),
            name: "openai/gpt-4o",
            series: 0,
            credential: "main",
            started: .microseconds(100)
        )
        attempt.ended = .microseconds(1100)
        attempt.ending = .failed(.status(503))
        attempt.decision = RetryDecision(.sameTarget(after: .milliseconds(5)), .transient)
        return RequestRecord(
            ledger: line,
            surface: .openAIChat,
            isInternal: false,
            isStream: false,
            attempts: [attempt],
            skipped: [SkippedTarget(target: "claude/m", reason: "its breaker is open")],
            trace: nil,
            bodyBytes: 120,
            clock: StageClock(begun: .uptimeNanoseconds(0), .identify),
            end: .uptimeNanoseconds(40_000),
            duration: .microseconds(microseconds),
            ending: status >= 400 ? .failed(.upstreamError) : .answered
        )
    }
}
