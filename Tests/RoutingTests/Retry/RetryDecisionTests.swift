import Routing
import Testing

@Suite("Retry decision")
struct RetryDecisionTests {
    private func decide(
        _ situation: RetrySituation,
        _ policy: RetryPolicy = RetryPolicy(),
        seed: UInt64 = 1
    ) -> RetryDecision {
        var random = JitterSource(seed: seed)
        return RetryDecision.decide(situation, policy: policy, random: &random)
    }

    @Test(
        "another target is asked at once",
        arguments: [
            FailureClass.connect, .tls, .timeout, .status(429), .status(502), .status(503), .status(504), .status(529),
            .credential, .quota, .busy, .errorEvent, .tooSlow, .status(408), .invalidBody,
        ]
    )
    func nextTarget(_ kind: FailureClass) {
        let situation = RetrySituation(failure: kind, tries: 1, hasOtherTarget: true, remaining: .seconds(60))
        #expect(decide(situation) == RetryDecision(.nextTarget, .otherTarget))
    }

    @Test(
        "what often passes is tried once more first, then elsewhere",
        arguments: [
            FailureClass.status(500), .truncated,
        ]
    )
    func sameTargetFirst(_ kind: FailureClass) {
        var situation = RetrySituation(failure: kind, tries: 1, hasOtherTarget: true, remaining: .seconds(60))
        guard case .sameTarget(let wait) = decide(situation).action else {
            Issue.record("not tried again")
            return
        }
        #expect(wait <= .milliseconds(200))
        situation.tries = 2
        #expect(decide(situation) == RetryDecision(.nextTarget, .otherTargetAfterTries))
        #expect(decide(situation, RetryPolicy(attempts: 5)) == RetryDecision(.nextTarget, .otherTarget))
        situation.tries = 1
        #expect(decide(situation, RetryPolicy(attempts: 1)).action == .nextTarget)
        situation.retryAfter = .milliseconds(2001)
        #expect(decide(situation).action == .nextTarget)
        situation.retryAfter = nil
        situation.targetRefusesFor = .seconds(15)
        #expect(decide(situation).action == .nextTarget)
    }

    @Test(
        "these end the request",
        arguments: [FailureClass.invalidRequest, .contextWindow, .contentPolicy, .cancelled]
    )
    func never(_ kind: FailureClass) {
        let situation = RetrySituation(
            failure: kind,
            tries: 1,
            hasOtherCredential: true,
            hasOtherTarget: true,
            remaining: .seconds(60)
        )
        let policy = RetryPolicy(attempts: 9, on: RetryPolicy.standardClasses.union([kind]))
        #expect(decide(situation, policy) == RetryDecision(.stop, .notRetryable))
    }

    @Test("what the policy does not list ends the request, but for credentials")
    func notInPolicy() {
        let policy = RetryPolicy(on: [.timeout])
        var situation = RetrySituation(failure: .connect, tries: 1, hasOtherTarget: true, remaining: .seconds(60))
        #expect(decide(situation, policy) == RetryDecision(.stop, .notInPolicy))
        situation.failure = .status(501)
        #expect(decide(situation) == RetryDecision(.stop, .notInPolicy))
        for kind in [FailureClass.credential, .quota] {
            situation.failure = kind
            #expect(decide(situation, policy).action == .nextTarget)
        }
    }

    @Test(
        "another key is used at once, before another target",
        arguments: [FailureClass.credential, .quota, .status(429)]
    )
    func otherCredential(_ kind: FailureClass) {
        let situation = RetrySituation(
            failure: kind,
            retryAfter: .seconds(30),
            tries: 1,
            hasOtherCredential: true,
            hasOtherTarget: true,
            remaining: .seconds(60)
        )
        #expect(decide(situation) == RetryDecision(.sameTarget(after: .zero), .otherCredential))
    }

    @Test("without another target the same one is tried after its hint or backoff, while there are tries")
    func onlyTarget() {
        var situation = RetrySituation(
            failure: .status(429),
            retryAfter: .seconds(3),
            tries: 1,
            hasOtherTarget: false,
            remaining: .seconds(60)
        )
        #expect(decide(situation) == RetryDecision(.sameTarget(after: .seconds(3)), .onlyTarget))
        situation.targetRefusesFor = .seconds(4)
        #expect(decide(situation).action == .sameTarget(after: .seconds(4)))
        situation.retryAfter = .seconds(5.1)
        #expect(decide(situation) == RetryDecision(.stop, .waitTooLong))
        situation.retryAfter = .seconds(5)
        situation.remaining = .seconds(5)
        #expect(decide(situation) == RetryDecision(.stop, .deadline))
        situation.remaining = .zero
        #expect(decide(situation) == RetryDecision(.stop, .deadline))
        situation = RetrySituation(failure: .connect, tries: 2, hasOtherTarget: false, remaining: .seconds(60))
        #expect(decide(situation) == RetryDecision(.stop, .attemptsUsedUp))
        situation = RetrySituation(failure: .tls, tries: 1, hasOtherTarget: false, remaining: .seconds(60))
        #expect(decide(situation) == RetryDecision(.stop, .nowhereElse))
        situation.failure = .credential
        #expect(decide(situation) == RetryDecision(.stop, .nowhereElse))
    }

    @Test("backoff is spread evenly between nothing and a bound that doubles up to the longest wait")
    func fullJitter() {
        let policy = RetryPolicy(attempts: 100)
        var random = JitterSource(seed: 5)
        for (tries, bound) in [(1, 0.2), (2, 0.4), (3, 0.8), (4, 1.6), (5, 3.2), (6, 5.0), (90, 5.0)] {
            let situation = RetrySituation(
                failure: .status(503),
                tries: tries,
                hasOtherTarget: false,
                remaining: .seconds(60)
            )
            let waits = (0..<1000).map { _ in
                let decision = RetryDecision.decide(situation, policy: policy, random: &random)
                guard case .sameTarget(let wait) = decision.action else { return Double.infinity }
                return wait / .seconds(1)
            }
            #expect((waits.max() ?? 0) <= bound && (waits.max() ?? 0) > bound * 0.98)
            let mean = waits.reduce(0, +) / 1000
            // Five standard deviations of the mean of a thousand even draws.
            #expect(abs(mean - bound / 2) < 5 * bound / 12.0.squareRoot() / 1000.0.squareRoot())
        }
    }

    @Test("no decision waits too long, past the deadline, or tries too often", arguments: 1...10)
    func property(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        let kinds = Array(RetryPolicy.standardClasses) + [.invalidRequest, .contextWindow, .contentPolicy, .cancelled]
        for _ in 0..<5000 {
            let policy = RetryPolicy(
                attempts: Int.random(in: -1...5, using: &random),
                on: Set(kinds.filter { _ in Bool.random(using: &random) }),
                initialBackoff: .milliseconds(Int64.random(in: -5...5000, using: &random)),
                maximumBackoff: .milliseconds(Int64.random(in: -5...10_000, using: &random))
            )
            let situation = RetrySituation(
                failure: kinds.randomElement(using: &random) ?? .connect,
                retryAfter: Bool.random(using: &random)
                    ? .milliseconds(Int64.random(in: -5...20_000, using: &random)) : nil,
                tries: Int.random(in: 1...6, using: &random),
                targetRefusesFor: .milliseconds(Bool.random(using: &random) ? 0 : 3000),
                hasOtherCredential: Bool.random(using: &random),
                hasOtherTarget: Bool.random(using: &random),
                remaining: .milliseconds(Int64.random(in: -100...10_000, using: &random))
            )
            let decision = RetryDecision.decide(situation, policy: policy, random: &random)
            switch decision.action {
            case .stop:
                break
            case .nextTarget:
                #expect(situation.hasOtherTarget)
            case .sameTarget(let wait):
                #expect(wait >= .zero && wait < situation.remaining)
                if decision.reason == .otherCredential {
                    #expect(situation.hasOtherCredential && wait == .zero)
                    continue
                }
                #expect(situation.tries < policy.attempts)
                #expect(wait <= policy.maximumBackoff)
                #expect(wait >= situation.retryAfter ?? .zero && wait >= situation.targetRefusesFor)
                if situation.hasOtherTarget { #expect(wait <= .seconds(2)) }
            }
            if situation.remaining <= .zero { #expect(decision.action == .stop) }
        }
    }
}
