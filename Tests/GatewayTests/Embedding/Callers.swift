import Governance
import Settings
import Testing

@testable import Gateway

/// Callers with a key, without a request.
enum Callers {
    /// Somebody with a declared key.
    static func named(_ name: String, in configuration: KanmonConfiguration? = nil) throws -> Caller {
        let keys = [GatewayKey(name: name, key: Secret("sk-km-test-\(name)-0123456789"))]
        let directory = Directory(
            declared: configuration ?? KanmonConfiguration(providers: [], keys: keys),
            pepper: .generate()
        )
        let key = try #require(directory.keys.first { $0.name == name })
        let principal = try #require(directory.principal(ofKey: key.id))
        return Caller(principal: principal)
    }
}
