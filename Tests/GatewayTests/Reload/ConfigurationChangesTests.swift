import Settings
import Testing

@testable import Gateway

/// What a reload tells of its changes.
@Suite("Configuration changes")
struct ConfigurationChangesTests {
    private func provider(_ name: String, key: String = "sk-one") -> ProviderConfiguration {
        let url = BaseURL(scheme: .https, host: "\(name).test", pathPrefix: "")
        return ProviderConfiguration(name: name, type: .openai, endpoint: .remote(url), apiKey: Secret(key))
    }

    @Test("are told by name, without values")
    func names() {
        let old = KanmonConfiguration(
            providers: [provider("kept"), provider("gone"), provider("renewed")],
            models: [ModelConfiguration(name: "chat", targets: [])],
            keys: [GatewayKey(name: "bot", key: Secret("sk-km-secret"))]
        )
        let new = KanmonConfiguration(
            providers: [provider("renewed", key: "sk-two"), provider("new"), provider("kept")],
            models: [ModelConfiguration(name: "chat", targets: [], strict: true)]
        )
        let changes = ConfigurationChanges(from: old, to: new, started: old.server)
        #expect(changes.description == "providers ~renewed +new -gone; models ~chat; keys -bot")
        #expect(changes.needingRestart.isEmpty)
        #expect(ConfigurationChanges(from: old, to: old, started: old.server).description == "nothing")
    }

    @Test("name what only a start can change, as long as it differs from the start")
    func restart() {
        let started = ServerConfiguration(drainTimeout: .seconds(1))
        let other = ServerConfiguration(
            listen: ListenAddress(host: "127.0.0.1", port: 1),
            tls: TLSIdentity(certificate: "a", key: "b"),
            loops: 3
        )
        let old = KanmonConfiguration(server: started)
        let new = KanmonConfiguration(server: other)
        let changes = ConfigurationChanges(from: old, to: new, started: started)
        #expect(changes.needingRestart == ["server.listen", "server.loops", "server.tls"])
        #expect(changes.description == "server")
        #expect(ConfigurationChanges(from: new, to: new, started: started).needingRestart.count == 3)
        #expect(ConfigurationChanges(from: new, to: old, started: started).needingRestart.isEmpty)
    }
}
