import Governance
import Testing

@Suite struct LimitPolicyTests {
    @Test func anotherAmountIsTheSamePolicy() {
        let one = LimitPolicy(.requests, per: .minute, 1)
        let other = LimitPolicy(.requests, per: .minute, 2)
        #expect(one.id == other.id)
        #expect(one != other)
    }

    @Test(arguments: [
        (LimitPolicy(.tokens, per: .minute, -1), PolicyProblem.negativeAmount),
        (LimitPolicy(.tokens, per: .concurrent, 5), PolicyProblem.concurrentTokens),
    ])
    func whatCannotBeEnforcedIsRefused(policy: LimitPolicy, problem: PolicyProblem) {
        #expect(throws: problem) { try policy.validate() }
    }

    @Test(arguments: LimitPolicy.Window.allCases, LimitPolicy.Resource.allCases)
    func everyOtherCombinationIsFine(window: LimitPolicy.Window, resource: LimitPolicy.Resource) throws {
        if window == .concurrent, resource != .requests { return }
        try LimitPolicy(resource, per: window, 0).validate()
    }
}
