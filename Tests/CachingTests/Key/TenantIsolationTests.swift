import Caching
import JSONText
import ModelAPI
import Testing

@Suite struct TenantIsolationTests {
    private struct Caller: Hashable {
        var organization: String?
        var team: String?
        var key: String?
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let request = ChatRequest(model: "m", messages: [Message(.user, "Hi")])

    private static func digest(_ tenant: CacheTenant, _ namespace: String? = nil, model: String = "m") -> CacheDigest {
        CacheDigest(
            of: request,
            from: .openAIChat,
            in: CacheContext(tenant: tenant, namespace: namespace, model: model)
        )
    }

    /// Who two callers must have in common to share, said another way than the product says it.
    private static func mayShare(_ left: Caller, _ right: Caller, _ scope: CacheScope) -> Bool {
        if left == right { return true }
        switch scope {
        case .shared: return true
        case .organization:
            if left.key != nil, right.key != nil, let one = left.organization, one == right.organization { return true }
            if left.key != nil && left.organization != nil || right.key != nil && right.organization != nil {
                return false
            }
            return mayShare(left, right, .team)
        case .team:
            if let one = left.team, one == right.team { return true }
            if left.team != nil || right.team != nil { return false }
            return left.key == right.key
        case .key: return left.key == right.key
        }
    }

    @Test(arguments: CacheScope.allCases)
    func `tenants share exactly what their scope says`(_ scope: CacheScope) {
        // Names that would run into one another if they were only put behind one another.
        let names: [String?] = [nil, "a", "b", "aa", "ab", "", "a\0", "\0a", "é", "e\u{301}2", "team", "key:a"]
        var numbers = Numbers(state: 0x1234_5678_9ABC_DEF0)
        let callers = (0..<150).map { _ in
            Caller(
                organization: names.randomElement(using: &numbers) ?? nil,
                team: names.randomElement(using: &numbers) ?? nil,
                key: names.randomElement(using: &numbers) ?? nil
            )
        }
        let digests = callers.map { caller in
            Self.digest(CacheTenant(scope, organization: caller.organization, team: caller.team, key: caller.key))
        }
        for left in callers.indices {
            for right in callers.indices where left < right {
                let shares = digests[left] == digests[right]
                #expect(
                    shares == Self.mayShare(callers[left], callers[right], scope),
                    "\(callers[left]) and \(callers[right]) at \(scope)"
                )
            }
        }
    }

    @Test func `kinds of tenants, namespaces, models and headers never run into one another`() {
        var digests: Set<CacheDigest> = []
        var count = 0
        let tenants: [CacheTenant] = [
            .shared, .anonymous, .organization("a"), .team("a"), .key("a"), .organization(""), .team(""), .key(""),
        ]
        for tenant in tenants {
            for namespace in [nil, "", "a", "b", "ab"] {
                for model in ["", "a", "b", "ab"] {
                    digests.insert(Self.digest(tenant, namespace, model: model))
                    count += 1
                }
            }
        }
        #expect(digests.count == count)
        func digest(_ headers: [CacheContext.Header]) -> CacheDigest {
            let context = CacheContext(tenant: .shared, model: "m", headers: headers)
            return CacheDigest(of: Self.request, from: .openAIChat, in: context)
        }
        let headers = [CacheContext.Header("a", "b"), CacheContext.Header("c", "d")]
        #expect(digest(headers) == digest(headers.reversed()))
        #expect(digest([]) != digest(headers))
        #expect(digest([.init("ab", "")]) != digest([.init("a", "b")]))
    }
}
