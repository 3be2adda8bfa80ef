import JSONText
import Pricing
import Testing

@Suite("Price reports") struct PriceReportTests {
    private let report = PriceReport(at: PriceTime(unixSeconds: 1_795_000_000))

    @Test("a model is found at its provider, or at all of them") func find() {
        let one = PriceReport.find("openai/gpt-4o", in: .builtIn)
        #expect(one.map { "\($0.provider.id)/\($0.model.id)" } == ["openai/gpt-4o"])
        let all = PriceReport.find("gpt-4o", in: .builtIn).map(\.provider.id)
        #expect(all.contains("openai"))
        #expect(PriceReport.find("no-such-model", in: .builtIn).isEmpty)
    }

    @Test("a report names every price of a model, and which table holds") func text() {
        let text = report.text(of: PriceReport.find("openai/gpt-5.6-luna", in: .builtIn))
        for part in ["from 2026-07-30 (now)", "prompts above 272000 tokens", "cache_write", "batch 0.5"] {
            #expect(text.contains(part))
        }
    }

    @Test("a table has a line for each model, all of the same width") func table() throws {
        let provider = try #require(PriceCatalog.builtIn.provider("anthropic"))
        let lines = report.table(of: [provider]).split(separator: "\n")
        #expect(lines.count == provider.models.count + 1)
        #expect(Set(lines.map(\.count)).count == 1)
        for line in report.lines(of: [provider]).split(separator: "\n") {
            #expect(try JSONValue(parsing: String(line))["provider"]?.string == "anthropic")
        }
    }
}
