import Caching
import Testing

@Suite struct CacheScopeTests {
    @Test func `scopes are written in configurations by their names`() {
        #expect(CacheScope.allCases.map(\.rawValue) == ["key", "team", "organization", "shared"])
    }
}
