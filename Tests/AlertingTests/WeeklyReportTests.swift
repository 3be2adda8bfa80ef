import Alerting
import Governance
import JSONText
import Pricing
import Testing

@Suite("The report on a week")
struct WeeklyReportTests {
    private static func figures() throws -> WeeklyFigures {
        let week = try #require(ISOWeek("2026-W47"))
        var figures = WeeklyFigures(week: week, zone: .utc)
        figures.total.requests = 12_345
        figures.total.errors = 123
        figures.total.inputTokens = 1_000_000
        figures.total.outputTokens = 234_567
        figures.total.cost = try Money(decimal: "1234.567")
        figures.previous.requests = 10_000
        figures.previous.cost = try Money(decimal: "1000")
        figures.total.hits = 1_000
        figures.total.saved = try Money(decimal: "12.3")
        for day in week.days(in: .utc) { figures.days.append(.init(date: day.date, sums: .init())) }
        figures.teams = [.init(name: "<dev> & \"ops\"", sums: figures.total), .init(name: nil, sums: figures.previous)]
        figures.providers = [.init(name: "openai", sums: figures.total)]
        figures.statuses = [.init(status: 502, count: 100), .init(status: 429, count: 23)]
        return figures
    }

    @Test("It says the week's figures, and how they compare")
    func saysFigures() throws {
        let report = WeeklyReport(try Self.figures(), language: .english, gateway: "gw")
        #expect(report.title == "Weekly report 2026-W47 – gw")
        for line in [
            "Period: 2026-11-16 – 2026-11-22 (UTC)", "Requests: 12,345, +23.5%", "Success: 99.0%",
            "Cost: 1,234.57 USD, +23.5%", "Cost the week before: 1,000.00 USD",
            "Tokens: 1,234,567 (Input 1,000,000, Output 234,567)", "Answered from the cache: 8.1%",
        ] {
            #expect(report.text.contains(line), "\(line)")
        }
        #expect(report.text.contains("  502       100\n"))
    }

    @Test("It shows the configured currency beside dollars")
    func showsTheCurrency() throws {
        let yen = try Currency(code: "JPY", perDollar: "150")
        let report = WeeklyReport(try Self.figures(), language: .japanese, currency: yen, gateway: "gw")
        #expect(report.text.contains("費用: 1,234.57 USD (185,185 JPY), +23.5%"))
        #expect(report.json["total"]?["cost_display"]?["currency"]?.string == "JPY")
    }

    @Test("Names cannot leave their place in HTML")
    func escapes() throws {
        let html = WeeklyReport(try Self.figures(), language: .english, gateway: "<script>").html
        #expect(
            html.contains("&lt;dev&gt; &amp; &quot;ops&quot;") && !html.contains("<dev>") && !html.contains("<script>")
        )
        #expect(html.count(where: { $0 == "<" }) == html.count(where: { $0 == ">" }))
    }

    @Test("Both languages say the same figures in other words")
    func hasBothLanguages() throws {
        let figures = try Self.figures()
        let texts = NoticeLanguage.allCases.map { WeeklyReport(figures, language: $0, gateway: "gw") }
        #expect(!texts[0].text.unicodeScalars.contains { $0.value >= 0x3040 })
        let digits = texts.map { $0.text.filter { $0.isNumber } }
        #expect(digits[0] == digits[1])
        #expect(texts[0].text.split(separator: "\n").count == texts[1].text.split(separator: "\n").count)
        let english = texts[0].text.split(separator: "\n").filter { $0.hasPrefix("■") }
        let japanese = texts[1].text.split(separator: "\n").filter { $0.hasPrefix("■") }
        #expect(english.count == 6 && zip(english, japanese).allSatisfy { $0 != $1 })
    }

    @Test("Exact amounts go to programs")
    func givesJSON() throws {
        let json = WeeklyReport(try Self.figures(), language: .english, gateway: "gw").json
        #expect(json["total"]?["cost_usd"]?.string == "1234.567")
        #expect(json["week"]?.string == "2026-W47" && json["from"]?.string == "2026-11-16T00:00:00Z")
        #expect(json["errors"]?["statuses"]?[0]?["status"]?.int == 502)
        #expect(json["top"]?["teams"]?[1]?["name"]?.isNull == true)
    }

    @Test("The largest come first, without those that did nothing, and no more than ten")
    func findsTheLargest() {
        let rows = (0..<15).map { index in
            var sums = WeeklyFigures.Sums()
            sums.requests = index == 3 ? 0 : 1
            sums.outputTokens = index % 7
            return WeeklyFigures.Row(name: "\(index)", sums: sums)
        }
        let largest = WeeklyFigures.largest(of: rows)
        #expect(largest.count == 10 && largest.first?.sums.tokens == 6 && !largest.contains { $0.name == "3" })
        #expect(largest.map(\.sums.tokens) == largest.map(\.sums.tokens).sorted(by: >))
    }
}
