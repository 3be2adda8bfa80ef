import ControlPlane
import Governance
import JSONText
import Testing

@Suite struct ArgumentTextTests {
    private static let now = Timestamp(seconds: 1_767_225_600)  // 2026-01-01T00:00:00Z

    @Test(arguments: [
        ("2027-01-01", "2027-01-01T00:00:00Z"), ("2027-01-01T09:00:00+09:00", "2027-01-01T00:00:00Z"),
        ("90d", "2026-04-01T00:00:00Z"), ("36h", "2026-01-02T12:00:00Z"), ("2w", "2026-01-15T00:00:00Z"),
        ("90m", "2026-01-01T01:30:00Z"), ("0s", "2026-01-01T00:00:00Z"),
    ])
    func momentsAhead(text: String, moment: String) {
        #expect(ArgumentText.moment(text, now: Self.now)?.description == moment)
    }

    @Test func momentsBack() {
        #expect(ArgumentText.moment("1d", now: Self.now, isAhead: false)?.description == "2025-12-31T00:00:00Z")
    }

    @Test(arguments: [
        "", "d", "-1d", "+1d", "1", "1y", "1.5h", "2026-13-01", "tomorrow", "99999999999999999999d",
        "9223372036854775807w", "9999999d",
    ])
    func whatIsNoMomentIsRefused(text: String) {
        #expect(ArgumentText.moment(text, now: Self.now) == nil)
    }

    @Test func pairsAreCutAtTheFirstSign() {
        #expect(ArgumentText.pair("a=b=c")?.name == "a")
        #expect(ArgumentText.pair("a=b=c")?.value == "b=c")
        #expect(ArgumentText.pair("=b") == nil)
        #expect(ArgumentText.pair("ab") == nil)
    }

    @Test(arguments: [
        ("100/month", #"{"amount":"100","period":"month"}"#), ("0.5/day", #"{"amount":"0.5","period":"day"}"#),
        ("5000tokens/total", #"{"amount":"5000","currency":"tokens","period":"total"}"#),
    ])
    func budgets(text: String, json: String) {
        #expect(ArgumentText.budget(text)?.text == json)
    }

    @Test(arguments: ["", "100", "100/", "/month", "-1/day", "1.2.3/day", "./day", "1e3/day", "0tokens/day", "1/2/day"])
    func whatIsNoBudgetIsRefused(text: String) {
        #expect(ArgumentText.budget(text) == nil)
    }

    @Test func limitsAreWholeNumbers() {
        #expect(ArgumentText.limit("requests_per_minute=60")?.amount == 60)
        #expect(ArgumentText.limit("requests_per_minute=-1") == nil)
        #expect(ArgumentText.limit("requests_per_minute=many") == nil)
    }
}
