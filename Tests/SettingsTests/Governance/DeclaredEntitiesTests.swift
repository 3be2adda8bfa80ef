import Governance
import Pricing
import Settings
import Testing

@Suite("Identities that a document declares")
struct DeclaredEntitiesTests {
    private static let document = Harness.document(
        """
        data: ./d
        organization: {name: acme, limits: {concurrent: 9}}
        models: {m: {targets: [p/m], limits: {concurrent: 3}}, n: {targets: [p/n]}}
        teams: {dev: {models: [m], tags: [t], budgets: [{amount: 1, period: day}]}}
        projects: {search: {team: dev, limits: {concurrent: 5}}}
        users: {u@example.com: {teams: [dev], limits: {concurrent: 4}}}
        keys:
          - name: bot
            project: search
            user: u@example.com
            key: sk-km-0123456789
            environment: prod
            tags: [k]
            signing_secret: 0123456789abcdef0123456789abcdef
            limits: {concurrent: 2}
        tags: {t: {limits: {concurrent: 6}}}
        """
    )

    @Test("are found by their keys, under everything that was declared")
    func directory() throws {
        let configuration = try Harness().load(Self.document)
        let pepper = try #require(KeyPepper([UInt8](repeating: 7, count: 32)))
        let entities = configuration.entities(pepper: pepper, at: Timestamp(seconds: 5))
        let directory = Directory(
            pepper: pepper,
            organizations: entities.organizations,
            teams: entities.teams,
            projects: entities.projects,
            users: entities.users,
            keys: entities.keys
        )
        let found = directory.identify(presented: Array("sk-km-0123456789".utf8), now: Timestamp(seconds: 6))
        let principal = try found.get()
        #expect(principal.key.id == "file:bot")
        #expect(principal.key.revision == Revision(at: Timestamp(seconds: 5), source: .file))
        #expect(
            principal.scopes == [
                .organization("acme"), .team("dev"), .project("search"), .user("file:u@example.com"), .key("file:bot"),
                .tag("t"), .tag("k"),
            ]
        )
        #expect(principal.policies.flatMap(\.limits).map(\.amount) == [9, 5, 4, 2])
        #expect(principal.policies.flatMap(\.budgets).map(\.name) == ["day"])
        #expect(principal.mayUse(model: "m"))
        #expect(!principal.mayUse(model: "n"))
        #expect(principal.environment == .prod)
        #expect(principal.signingSecret == SigningSecret("0123456789abcdef0123456789abcdef"))
    }

    @Test("leave the policies of models, providers and tags beside them")
    func policies() throws {
        let policies = try Harness().load(Self.document).policies
        #expect(policies.map(\.scope) == [.model("m"), .tag("t")])
        #expect(policies.flatMap(\.limits).map(\.amount) == [3, 6])
    }
}
