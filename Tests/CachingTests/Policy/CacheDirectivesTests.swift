import Caching
import Testing

@Suite struct CacheDirectivesTests {
    private static func read(_ cacheControl: String?, _ kanmon: String?) throws -> CacheDirectives {
        try CacheDirectives(cacheControl: cacheControl, kanmonCache: kanmon)
    }

    @Test func `without headers nothing is said`() throws {
        #expect(try Self.read(nil, nil) == CacheDirectives())
        #expect(try Self.read("", " , ,") == CacheDirectives())
        #expect(try Self.read("only-if-cached, max-stale=5, no-transform", nil) == CacheDirectives())
    }

    @Test func `each word does what the table says`() throws {
        let noStore = try Self.read("no-store", nil)
        #expect(noStore.skipsStore && !noStore.skipsLookup)
        let noCache = try Self.read("No-Cache", nil)
        #expect(noCache.skipsLookup && !noCache.skipsStore && !noCache.asks)
        #expect(try Self.read("max-age=60", nil).maximumAge == .seconds(60))
        #expect(try Self.read("max-age=\"0\"", nil).maximumAge == .zero)
        #expect(try Self.read("max-age=60, max-age=5", nil).maximumAge == .seconds(5))
        #expect(try Self.read("max-age=99999999999999999999", nil).maximumAge == .seconds(1 << 31))
        let refresh = try Self.read(nil, "refresh")
        #expect(refresh.skipsLookup && !refresh.skipsStore && refresh.asks)
        #expect(try Self.read(nil, "BYPASS").isBypass)
        let named = try Self.read(nil, " namespace = \"a-1/b\" ,ttl=5m")
        #expect(named.namespace == "a-1/b" && named.timeToLive == .seconds(300) && named.asks)
        #expect(try Self.read("no-store, no-cache", nil).isBypass)
        #expect(try Self.read(nil, "bypass, ttl=5m").isBypass)
    }

    @Test(arguments: [
        ("90", 90_000), ("90s", 90_000), ("200ms", 200), ("5m", 300_000), ("12h", 43_200_000), ("7d", 604_800_000),
        ("999999999999d", 1 << 41),
    ])
    func `times are read with their units`(_ text: String, _ milliseconds: Int) throws {
        #expect(try Self.read(nil, "ttl=\(text)").timeToLive == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "ttl", "ttl=", "ttl=0", "ttl=0s", "ttl=-5", "ttl=5x", "ttl=1.5h", "ttl=9999999999999999999", "ttl=5 m", "ttl=٥",
        "namespace", "namespace=", "namespace=a b", "namespace=é", "namespace=a\u{7}", "namespace=a,namespace=b",
        "namespace=\(String(repeating: "a", count: 65))", "refresh=1", "bypass=true", "of", "ttl=5m;refresh",
    ])
    func `a word that makes no sense is refused, with the header and what would be right`(_ value: String) throws {
        let error = #expect(throws: CacheError.self) { try Self.read(nil, value) }
        #expect(error?.code == .invalidDirective)
        #expect(error?.header == "x-kanmon-cache")
    }

    @Test(arguments: ["max-age", "max-age=", "max-age=-1", "max-age=5s", "max-age=1.5"])
    func `an age that is none is refused`(_ value: String) throws {
        let error = #expect(throws: CacheError.self) { try Self.read(value, nil) }
        #expect(error?.header == "cache-control")
    }
}
