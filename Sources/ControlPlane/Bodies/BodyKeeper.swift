public import Gateway
public import Governance
public import Logging
public import Settings
public import Store
import Synchronization

/// Stores the prompts and answers of teams that have opted in: takes them from the event loops, puts streams together, masks
/// everything, and writes it beside the ledger.
///
/// What waits is in memory and nowhere else, and bounded: what there is no room for is dropped, and counted. Nothing is tried
/// twice. What a configuration says that has come in the meantime counts: where nothing may be stored any more, nothing is.
public final class BodyKeeper: BodySink {
    /// What waits to be stored.
    private struct Waiting {
        var calls: [CapturedCall] = []
        var bytes = 0
        var stored = 0
        var dropped = 0
        /// What of `dropped` the log has been told.
        var told = 0
        var toldAt: Int64 = 0
    }

    /// How many calls may wait.
    public static let mostCalls = 4096
    /// How many bytes of them may wait.
    public static let mostBytes = 64 << 20
    /// How many are stored in one transaction.
    private static let batch = 64
    /// The log is told of losses so often at most, in nanoseconds.
    private static let tellingInterval: Int64 = 60_000_000_000

    private let store: any BodyStore
    private let maskings: [any BodyMasking]
    private let rules: @Sendable () -> BodyRules
    private let clock: ControlClock
    private let logger: Logger
    private let mostCalls: Int
    private let mostBytes: Int
    private let waiting = Mutex(Waiting())
    private let bells: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// A keeper.
    /// - Parameters:
    ///   - store: where bodies go.
    ///   - maskings: hide what must not be kept, behind what each team's `mask` says.
    ///   - rules: gives of whom bodies are stored, by the configuration in use.
    ///   - clock: the wall clock.
    ///   - logger: told of losses, once a minute at most.
    ///   - mostCalls: how many calls may wait.
    ///   - mostBytes: how many bytes of them may wait.
    public init(
        store: any BodyStore,
        maskings: [any BodyMasking] = [],
        rules: @escaping @Sendable () -> BodyRules,
        clock: ControlClock,
        logger: Logger,
        mostCalls: Int = mostCalls,
        mostBytes: Int = mostBytes
    ) {
        self.store = store
        self.maskings = maskings
        self.rules = rules
        self.clock = clock
        self.logger = logger
        self.mostCalls = mostCalls
        self.mostBytes = mostBytes
        (bells, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many calls' bodies have been stored so far, and how many were not.
    public var counts: (stored: Int, dropped: Int) { waiting.withLock { ($0.stored, $0.dropped) } }

    /// Takes the prompt and the answer of a call; never waits.
    public func take(_ call: CapturedCall) {
        let isFirst = waiting.withLock { waiting in
            guard waiting.calls.count < mostCalls, waiting.bytes + call.size <= mostBytes else {
                waiting.dropped += 1
                return false
            }
            waiting.calls.append(call)
            waiting.bytes += call.size
            return waiting.calls.count == 1
        }
        if isFirst { bell.yield() }
    }

    /// Stores what comes until the task is cancelled, and then what is left.
    public func run() async {
        for await _ in bells { await flush() }
        await flush()
    }

    /// Stores everything that waits.
    public func flush() async {
        while true {
            let calls = waiting.withLock { waiting in
                let calls = Array(waiting.calls.prefix(Self.batch))
                waiting.calls.removeFirst(calls.count)
                return calls
            }
            if calls.isEmpty { break }
            await store(calls)
            // What is being written has its room until it is.
            waiting.withLock { waiting in waiting.bytes -= calls.reduce(0) { $0 + $1.size } }
        }
        tellLosses()
    }

    private func store(_ calls: [CapturedCall]) async {
        let rules = rules()
        let allowed = calls.filter { rules.policy(organization: $0.organization, team: $0.team) != nil }
        guard !allowed.isEmpty else { return }
        let bodies = allowed.map { $0.bodies(with: maskings) }
        do throws(StoreError) {
            let count = try await store.insert(bodies)
            waiting.withLock { $0.stored += count }
        } catch {
            waiting.withLock { $0.dropped += bodies.count }
            logger.error("prompts and answers cannot be stored", metadata: ["error": "\(error)"])
        }
    }

    private func tellLosses() {
        let now = clock.nanoseconds
        let lost = waiting.withLock { waiting -> Int in
            let lost = waiting.dropped - waiting.told
            guard lost > 0, now - waiting.toldAt >= Self.tellingInterval else { return 0 }
            (waiting.told, waiting.toldAt) = (waiting.dropped, now)
            return lost
        }
        guard lost > 0 else { return }
        logger.warning("prompts and answers of some requests were not stored", metadata: ["requests": "\(lost)"])
    }
}
