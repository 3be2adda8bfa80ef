import Governance
import Settings
import Testing

@Suite struct BodyRulesTests {
    private typealias Bodies = RetentionConfiguration.Bodies

    private func rules(
        _ organization: Bodies = Bodies(),
        isZero: Bool = false,
        team: Bodies = Bodies(),
        teamIsZero: Bool = false
    ) -> BodyRules {
        let retention = RetentionConfiguration(bodies: team)
        let dev = TeamConfiguration(name: "dev", access: AccessRules(), retention: retention, zeroRetention: teamIsZero)
        return KanmonConfiguration(
            organization: OrganizationConfiguration(name: "acme", bodies: organization, zeroRetention: isZero),
            teams: [dev]
        ).bodyRules
    }

    @Test func nothingIsStoredWhereNobodySaysSo() {
        let rules = rules()
        #expect(!rules.storesAny)
        #expect(rules.policy(organization: "acme", team: "dev") == nil)
        #expect(rules.policy(organization: nil, team: nil) == nil)
        #expect(rules.retention(ofTeam: "dev") == .seconds(30 * 86_400))
    }

    @Test func aTeamSpeaksForItself() {
        let rules = rules(team: Bodies(store: true, maxSize: 2048))
        #expect(rules.storesAny)
        let expected = BodyPolicy(maxSize: 2048, retention: .seconds(30 * 86_400), masks: Set(BodyMask.allCases))
        #expect(rules.policy(organization: "acme", team: "dev") == expected)
        #expect(rules.policy(organization: "acme", team: "ops") == nil)
    }

    @Test func anOrganizationSpeaksForThoseWhoSayNothing() {
        let common = Bodies(store: true, retention: .seconds(3600), masks: [.email])
        let rules = rules(common, team: Bodies(maxSize: 4096))
        #expect(
            rules.policy(organization: "acme", team: "dev")
                == BodyPolicy(maxSize: 4096, retention: .seconds(3600), masks: [.email])
        )
        #expect(rules.policy(organization: "acme", team: "made-at-run-time")?.maxSize == 64 << 10)
        #expect(rules.policy(organization: "acme", team: nil) != nil)
        // One that was made at run time has not opted in.
        #expect(rules.policy(organization: "other", team: "dev") == nil)
        #expect(self.rules(common, team: Bodies(store: false)).policy(organization: "acme", team: "dev") == nil)
    }

    @Test func zeroRetentionWinsOverEverythingBeneathIt() {
        let store = Bodies(store: true)
        let ofTeam = rules(store, team: store, teamIsZero: true)
        #expect(ofTeam.policy(organization: "acme", team: "dev") == nil)
        #expect(ofTeam.retention(ofTeam: "dev") == nil)
        #expect(ofTeam.policy(organization: "acme", team: "ops") != nil)
        let ofAll = rules(isZero: true, team: store)
        #expect(!ofAll.storesAny)
        #expect(ofAll.policy(organization: "acme", team: "dev") == nil)
        #expect(ofAll.retention(ofTeam: "dev") == nil)
        #expect(ofAll.settings(ofTeam: "dev").isZero)
    }
}
