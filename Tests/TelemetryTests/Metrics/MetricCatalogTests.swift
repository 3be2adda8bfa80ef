import Testing

@testable import Telemetry

struct MetricCatalogTests {
    @Test func namesAreUniqueAndSayWhatTheyCount() {
        #expect(Set(MetricCatalog.all.map(\.name)).count == MetricCatalog.all.count)
        for family in MetricCatalog.all {
            #expect(family.name.hasPrefix("kanmon_"), "\(family.name)")
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            let bare = family.kind == .counter ? String(family.name.dropLast("_total".count)) : family.name
            if let unit = family.unit { #expect(bare.hasSuffix("_\(unit.rawValue)"), "\(family.name)") }
            for reserved in ["_bucket", "_sum", "_count", "_created"] { #expect(!bare.hasSuffix(reserved)) }
            #expect((family.kind == .histogram) == (family.buckets != nil))
            #expect(family.help.hasSuffix(".") || family.help.contains(": "), "\(family.name)")
            #expect(Set(family.labels).count == family.labels.count && !family.labels.contains("le"))
        }
    }

    @Test func whatOtherPartsRelyOnIsThere() {
        let labels = Dictionary(uniqueKeysWithValues: MetricCatalog.all.map { ($0.name, Set($0.labels)) })
        let promised: [(String, Set<String>)] = [
            ("kanmon_requests_total", ["surface", "provider", "model", "status"]), ("kanmon_request_seconds", []),
            ("kanmon_time_to_first_token_seconds", []), ("kanmon_overhead_seconds", []),
            ("kanmon_tokens_total", ["class"]), ("kanmon_cost_usd_total", []), ("kanmon_cache_total", ["result"]),
            ("kanmon_attempts_total", ["reason"]),
        ]
        for (name, wanted) in promised { #expect(labels[name]?.isSuperset(of: wanted) == true, "\(name)") }
    }
}
