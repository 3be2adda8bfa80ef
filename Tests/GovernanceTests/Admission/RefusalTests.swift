import Governance
import Pricing
import Testing

@Suite struct RefusalTests {
    private static func limit(_ policy: LimitPolicy) -> Refusal.Policy {
        .limit(LimitReading(policy: policy, remaining: 0, resetAfter: .zero))
    }

    private static let month = Refusal.Policy.budget(
        BudgetPolicy(name: "secret-plan", amount: .money(.cents(77)), period: .month)
    )

    @Test(arguments: [
        (
            Refusal(
                scope: .team("x"),
                policy: limit(LimitPolicy(.requests, per: .minute, 600)),
                reason: .spent,
                retryAfter: .milliseconds(11_200)
            ),
            "The limit of 600 requests per minute for your team is reached. Try again in 12 seconds."
        ),
        (
            Refusal(
                scope: .key("x"),
                policy: limit(LimitPolicy(.tokens, per: .day, 1)),
                reason: .tooLarge,
                retryAfter: nil
            ),
            "This request alone needs more than the limit of 1 token per day for this key; shorten it or lower its "
                + "max_tokens."
        ),
        (
            Refusal(
                scope: .keyModel(key: "x", model: "y"),
                policy: limit(LimitPolicy(.requests, per: .concurrent, 5)),
                reason: .held,
                retryAfter: .seconds(1)
            ),
            "The limit of 5 concurrent requests for this key and model is reached. Try again in 1 second."
        ),
        (
            Refusal(
                scope: .organization("x"),
                policy: limit(LimitPolicy(.requests, per: .hour, 0)),
                reason: .closed,
                retryAfter: nil
            ),
            "The limit for your organization is 0 requests per hour: nothing is let through."
        ),
        (
            Refusal(scope: .project("x"), policy: month, reason: .spent, retryAfter: .seconds(9 * 86_400 + 1)),
            "The monthly budget for your project is spent. Try again in 10 days."
        ),
        (
            Refusal(scope: .tag("x"), policy: month, reason: .unknownPrice, retryAfter: nil),
            "No price is known for this model, and the monthly budget for a tag of this request takes no unknown costs."
        ),
        (
            Refusal(scope: .provider("x"), policy: month, reason: .held, retryAfter: .seconds(7200)),
            "What is left of the monthly budget for this model's provider is held by requests under way. "
                + "Try again in 2 hours."
        ),
    ])
    func messagesAreForTheCaller(refusal: Refusal, message: String) {
        #expect(refusal.message == message)
    }

    @Test func messagesNameNobodyAndNoMoney() {
        let scopes: [Scope] = [
            .organization("acme"), .team("acme"), .project("acme"), .user("acme"), .key("acme"),
            .keyModel(key: "acme", model: "acme"), .model("acme"), .provider("acme"), .tag("acme"),
        ]
        let reasons: [Refusal.Reason] = [.spent, .held, .insufficient, .tooLarge, .closed, .unknownPrice]
        for scope in scopes {
            for reason in reasons {
                let refusal = Refusal(scope: scope, policy: Self.month, reason: reason, retryAfter: .seconds(5))
                for leak in ["acme", "secret-plan", "77", "0.77"] { #expect(!refusal.message.contains(leak)) }
            }
        }
    }

    @Test(arguments: [
        (Duration.zero, Int64(1)), (.nanoseconds(1), 1), (.seconds(1), 1), (.milliseconds(1001), 2), (.seconds(60), 60),
    ])
    func retryAfterIsRoundedUp(duration: Duration, seconds: Int64) {
        let refusal = Refusal(
            scope: .key("x"),
            policy: Self.month,
            reason: .spent,
            retryAfter: duration
        )
        #expect(refusal.retryAfterSeconds == seconds)
    }

    @Test(arguments: [
        Scope.organization("a"), .team("a:b/c"), .project("研究"), .user("user_1"), .key("file:bot"),
        .keyModel(key: "key_1", model: "openai/gpt-4o"), .keyModel(key: "a/b%2F", model: "x"), .model("m/n"),
        .provider("p"), .tag("t=1"),
    ])
    func scopesAreWrittenAndReadAgain(scope: Scope) {
        #expect(Scope(text: scope.text) == scope)
    }

    @Test(arguments: ["", "team", "team:", "nobody:x", "key-model:x", ":x"])
    func otherTextsAreNoScopes(text: String) { #expect(Scope(text: text) == nil) }
}
