import Governance
import Logging
import Settings
import Store
import Synchronization
import Testing

@testable import ControlPlane
@testable import Gateway

@Suite struct BodyKeeperTests {
    /// Hides one word, as a later module would.
    private struct WordMasking: BodyMasking {
        let word: String

        func masked(_ text: [UInt8]) -> [UInt8] {
            let parts = String(decoding: text, as: UTF8.self).split(separator: word, omittingEmptySubsequences: false)
            return Array(parts.joined(separator: "[word]").utf8)
        }
    }

    private static func rules(store: Bool = true, zero: Bool = false) -> BodyRules {
        let bodies = RetentionConfiguration.Bodies(store: store)
        return KanmonConfiguration(
            teams: [
                TeamConfiguration(
                    name: "dev",
                    access: AccessRules(),
                    retention: RetentionConfiguration(bodies: bodies),
                    zeroRetention: zero
                )
            ]
        ).bodyRules
    }

    private static func call(_ number: Int, _ text: String = "{}", team: String = "dev") -> CapturedCall {
        CapturedCall(
            entry: "entry-\(number)",
            time: 1_772_150_400_000_000_000,
            organization: "default",
            team: team,
            policy: BodyPolicy(maxSize: 1000, retention: .seconds(3600), masks: [.email]),
            request: Array(text.utf8),
            requestSize: text.utf8.count,
            answer: nil,
            answerSize: 0,
            stream: nil
        )
    }

    private func keeper(
        _ store: ListBodies,
        _ log: LogCollector = LogCollector(),
        rules: @escaping @Sendable () -> BodyRules = { rules() },
        maskings: [any BodyMasking] = [],
        mostCalls: Int = 10,
        mostBytes: Int = 1000
    ) -> BodyKeeper {
        BodyKeeper(
            store: store,
            maskings: maskings,
            rules: rules,
            clock: ControlClock { 1_772_150_400_000_000_000 },
            logger: log.logger,
            mostCalls: mostCalls,
            mostBytes: mostBytes
        )
    }

    @Test func bodiesAreMaskedByTheTeamsWordAndByTheHook() async {
        let store = ListBodies()
        let keeper = keeper(store, maskings: [WordMasking(word: "falcon")])
        keeper.take(Self.call(1, #"{"text":"falcon a@example.com 4111111111111111"}"#))
        await keeper.flush()
        let text = store.all.first.map { String(decoding: $0.request.bytes, as: UTF8.self) }
        #expect(text == #"{"text":"[word] [email] 4111111111111111"}"#)
        #expect(keeper.counts == (1, 0))
    }

    @Test("what there is no room for is dropped and counted, and the log is told once")
    func bounds() async {
        let (store, log) = (ListBodies(), LogCollector())
        let keeper = keeper(store, log)
        for number in 0..<15 { keeper.take(Self.call(number)) }
        #expect(keeper.counts == (0, 5))
        await keeper.flush()
        #expect(keeper.counts == (10, 5))
        keeper.take(Self.call(20, String(repeating: "x", count: 600)))
        keeper.take(Self.call(21, String(repeating: "x", count: 600)))
        await keeper.flush()
        keeper.take(Self.call(22, String(repeating: "x", count: 600)))
        await keeper.flush()
        #expect(keeper.counts == (12, 6))
        #expect(store.all.map(\.entry).suffix(2) == ["entry-20", "entry-22"])
        #expect(log.messages(.warning).count == 1)
    }

    @Test func whatCannotBeStoredIsCountedAndNotTriedAgain() async {
        let (store, log) = (ListBodies(), LogCollector())
        let keeper = keeper(store, log)
        store.fail(with: StoreError(.full, "the disk is full"))
        keeper.take(Self.call(1))
        await keeper.flush()
        store.fail(with: nil)
        keeper.take(Self.call(2))
        await keeper.flush()
        #expect(store.all.map(\.entry) == ["entry-2"])
        #expect(keeper.counts == (1, 1))
        #expect(log.messages(.error).count == 1)
    }

    @Test("what waits when its team's word is taken back is not stored", arguments: [(false, false), (true, true)])
    func wordTakenBack(store isStored: Bool, zero: Bool) async {
        let store = ListBodies()
        let current = Mutex(Self.rules())
        let keeper = keeper(store, rules: { current.withLock { $0 } })
        keeper.take(Self.call(1))
        keeper.take(Self.call(2, team: "ops"))
        current.withLock { $0 = Self.rules(store: isStored && !zero, zero: zero) }
        await keeper.flush()
        #expect(store.all.isEmpty)
    }

    @Test func whatIsLeftIsStoredWhenTheGatewayStops() async {
        let store = ListBodies()
        let keeper = keeper(store)
        let task = Task { await keeper.run() }
        task.cancel()
        keeper.take(Self.call(1))
        await task.value
        await keeper.flush()
        #expect(store.all.count == 1)
    }
}
