import Governance
import Testing

@Suite struct DirectoryTests {
    private static let now = Samples.now

    private func find(
        _ directory: Directory,
        _ seed: UInt64 = 1,
        at time: Timestamp = DirectoryTests.now
    ) -> Result<Principal, IdentityFailure> {
        directory.identify(presented: Samples.text(seed).reveal().utf8, now: time)
    }

    private func failure(
        _ directory: Directory,
        _ seed: UInt64 = 1,
        at time: Timestamp = DirectoryTests.now
    ) -> IdentityFailure? {
        guard case .failure(let failure) = find(directory, seed, at: time) else { return nil }
        return failure
    }

    @Test func findsAKeyByItsText() throws {
        let directory = Directory(pepper: Samples.pepper, keys: [Samples.key(1), Samples.key(2)])
        #expect(try find(directory, 1).get().key.id == "key_1")
        #expect(try find(directory, 2).get().key.id == "key_2")
        #expect(failure(directory, 3) == .unknown)
    }

    @Test(arguments: ["", "sk-km-", "x", String(repeating: "x", count: 513), String(repeating: "x", count: 100_000)])
    func otherTextsAreNobodys(text: String) {
        let directory = Directory(pepper: Samples.pepper, keys: [Samples.key(1)])
        #expect(throws: IdentityFailure.unknown) { try directory.identify(presented: text.utf8, now: Self.now).get() }
    }

    @Test func anotherPepperFindsNothing() {
        #expect(failure(Directory(pepper: Samples.pepper(2), keys: [Samples.key(1)])) == .unknown)
    }

    @Test func textsOfTheConfigurationAreFound() throws {
        var key = Samples.key(1)
        key.credential = KeyCredential(ofDeclared: SecretText("declared-in-a-file"), pepper: Samples.pepper)
        let directory = Directory(pepper: Samples.pepper, keys: [key])
        #expect(try directory.identify(presented: "declared-in-a-file".utf8, now: Self.now).get().key.id == "key_1")
    }

    /// A team that is for `dev` and `test`, for `prod` alone, and for all: what becomes of its keys.
    @Test(
        arguments: [
            ([.dev, .test], .dev, .dev, nil), ([.dev, .test], .prod, .prod, .foreignEnvironment),
            ([.dev, .test], nil, nil, .foreignEnvironment), ([.prod], nil, .prod, nil), ([.prod], .prod, .prod, nil),
            ([.prod], .dev, .dev, .foreignEnvironment), (nil, .dev, .dev, nil), (nil, nil, nil, nil),
        ] as [(Set<Environment>?, Environment?, Environment?, IdentityFailure?)]
    )
    func keysAreForAnEnvironmentOfTheirTeam(
        team environments: Set<Environment>?,
        key environment: Environment?,
        effective: Environment?,
        expected: IdentityFailure?
    ) throws {
        var team = Samples.team("dev")
        team.environments = environments
        var key = Samples.key(1, team: "dev")
        key.environment = environment
        let directory = Directory(pepper: Samples.pepper, teams: [team], keys: [key])
        #expect(failure(directory) == expected)
        let principal = try #require(directory.principal(ofKey: "key_1"))
        #expect(principal.environment == effective)
        #expect(principal.maySee(.prod) == (effective == .prod))
        // It holds as soon as the team changes, also of keys that are there already.
        team.environments = nil
        #expect(failure(directory.applying([.team(team)])) == nil)
    }

    @Test(arguments: [(-1, nil), (0, .expired(at: now)), (1, .expired(at: now))] as [(Int64, IdentityFailure?)])
    func expiredKeysAreRefusedFromTheirSecondOn(offset: Int64, expected: IdentityFailure?) {
        var key = Samples.key(1)
        key.expires = Self.now
        let directory = Directory(pepper: Samples.pepper, keys: [key])
        #expect(failure(directory, at: Self.now.adding(seconds: offset)) == expected)
    }

    @Test(arguments: [(-1, .notYetValid(from: now)), (0, nil), (1, nil)] as [(Int64, IdentityFailure?)])
    func keysBeginInTheirSecond(offset: Int64, expected: IdentityFailure?) {
        var key = Samples.key(1)
        key.notBefore = Self.now
        let directory = Directory(pepper: Samples.pepper, keys: [key])
        #expect(failure(directory, at: Self.now.adding(seconds: offset)) == expected)
    }

    @Test func codesAreThoseOfTheContract() {
        #expect(IdentityFailure.expired(at: Self.now).code == "key_expired")
        #expect(IdentityFailure.rotatedOut(at: Self.now).code == "key_expired")
        for failure in [IdentityFailure.unknown, .revoked, .disabled, .notYetValid(from: Self.now)] {
            #expect(failure.code == "invalid_key")
        }
    }

    @Test func revokedAndDisabledKeysAreRefused() {
        let key = Samples.key(1)
        let revoked = key.revoked(at: Self.now)
        #expect(failure(Directory(pepper: Samples.pepper, keys: [revoked])) == .revoked)
        #expect(revoked.revoked(at: Self.now.adding(seconds: 9)) == revoked)
        let disabled = key.disabled(true, at: Self.now)
        #expect(failure(Directory(pepper: Samples.pepper, keys: [disabled])) == .disabled)
        #expect(failure(Directory(pepper: Samples.pepper, keys: [disabled.disabled(false, at: Self.now)])) == nil)
    }

    /// The old text is good for the overlap, the new one at once, both for the same key.
    @Test func rotationLetsOldAndNewOverlap() throws {
        let rotated = Samples.key(1).rotated(to: Samples.text(2), overlap: 3600, pepper: Samples.pepper, at: Self.now)
        let directory = Directory(pepper: Samples.pepper, keys: [rotated])
        let end = Self.now.adding(seconds: 3600)
        #expect(try find(directory, 1).get().key.id == "key_1")
        #expect(try find(directory, 2).get().key.id == "key_1")
        #expect(try find(directory, 1, at: end.adding(seconds: -1)).get().key.id == "key_1")
        #expect(failure(directory, 1, at: end) == .rotatedOut(at: end))
        #expect(failure(directory, 2, at: end) == nil)

        // The next rotation ends the oldest text at once: never three.
        let again = rotated.rotated(to: Samples.text(3), overlap: 60, pepper: Samples.pepper, at: Self.now)
        let next = directory.applying([.key(again)])
        #expect(failure(next, 1) == .unknown)
        #expect(failure(next, 2) == nil && failure(next, 3) == nil)
        let sudden = again.rotated(to: Samples.text(4), overlap: 0, pepper: Samples.pepper, at: Self.now)
        let last = next.applying([.key(sudden)])
        #expect([2, 3].map { failure(last, $0) } == [.unknown, .unknown] && failure(last, 4) == nil)
        // What ends a key ends both of its texts.
        let revoked = Directory(pepper: Samples.pepper, keys: [rotated]).applying([.key(rotated.revoked(at: Self.now))])
        #expect(failure(revoked, 1) != nil && failure(revoked, 2) == .revoked)
    }

    @Test func whatBelongsToSomethingDisabledOrGoneIsRefused() {
        let organization = Organization(name: "acme", revision: Revision(at: Self.now))
        let team = Samples.team("dev", organization: "acme")
        let project = Project(name: "search", team: "dev", revision: Revision(at: Self.now))
        let user = Samples.user("user_1", .member)
        let key = Samples.key(1, owner: "user_1", team: "dev", project: "search")
        let whole = Directory(
            pepper: Samples.pepper,
            organizations: [organization],
            teams: [team],
            projects: [project],
            users: [user],
            keys: [key]
        )
        #expect(failure(whole) == nil)
        var disabledOrganization = organization
        disabledOrganization.isDisabled = true
        var disabledTeam = team
        disabledTeam.isDisabled = true
        var disabledProject = project
        disabledProject.isDisabled = true
        var otherTeams = project
        otherTeams.team = "ops"
        var disabledUser = user
        disabledUser.isDisabled = true
        let changes: [DirectoryChange] = [
            .organization(disabledOrganization), .team(disabledTeam), .project(disabledProject), .user(disabledUser),
            .project(otherTeams), .removed(.organization, "acme"), .removed(.team, "dev"), .removed(.project, "search"),
            .removed(.user, "user_1"),
        ]
        for change in changes { #expect(failure(whole.applying([change])) == .disabled, "\(change)") }
        #expect(failure(whole.applying([.removed(.key, "key_1")])) == .unknown)
        // And what comes back is found again.
        #expect(failure(whole.applying([.removed(.team, "dev")]).applying([.team(team)])) == nil)
    }

    @Test func theRulesOfAllLevelsHold() throws {
        let range = try #require(AddressRange("10.0.0.0/8"))
        let narrow = try #require(AddressRange("10.1.0.0/16"))
        let organization = Organization(
            name: "acme",
            access: AccessRules(surfaces: [.gemini, .openAIChat], parameters: ParameterBounds(maxTokens: 500)),
            revision: Revision(at: Self.now)
        )
        let team = Samples.team(
            "dev",
            organization: "acme",
            access: AccessRules(
                models: [ModelPattern("openai/*"), ModelPattern("chat")],
                regions: ["eu", "jp"],
                addresses: [range],
                parameters: ParameterBounds(allowsTools: false)
            )
        )
        var key = Samples.key(
            1,
            team: "dev",
            access: AccessRules(
                models: [ModelPattern("*4o*"), ModelPattern("chat")],
                surfaces: [.gemini, .anthropicMessages],
                regions: ["jp", "us"],
                addresses: [narrow],
                parameters: ParameterBounds(maxTokens: 100, action: .clamp)
            )
        )
        key.environment = .prod
        let directory = Directory(pepper: Samples.pepper, organizations: [organization], teams: [team], keys: [key])
        let principal = try find(directory).get()
        #expect(principal.mayUse(model: "openai/gpt-4o") && principal.mayUse(model: "chat"))
        #expect(!principal.mayUse(model: "openai/o3") && !principal.mayUse(model: "azure/gpt-4o"))
        #expect(!principal.mayUse(model: "openai/4o" + String(repeating: "x", count: 512)))
        #expect(principal.mayUse(.gemini) && !principal.mayUse(.openAIChat) && !principal.mayUse(.anthropicMessages))
        #expect(principal.regions == ["jp"])
        #expect(principal.mayCome(from: NetworkAddress("10.1.2.3")))
        #expect(!principal.mayCome(from: NetworkAddress("10.2.2.3")) && !principal.mayCome(from: nil))
        #expect(principal.maySee(.prod) && principal.maySee(nil) && !principal.maySee(.dev))
        #expect(try principal.check(RequestParameters(maxTokens: 400)).maxTokens == 100)
        #expect(throws: ParameterRefusal.self) { try principal.check(RequestParameters(maxTokens: 501)) }
        #expect(throws: ParameterRefusal.self) { try principal.check(RequestParameters(hasTools: true)) }
    }

    @Test func withoutRulesEverythingIsAllowed() throws {
        let principal = try find(Directory(pepper: Samples.pepper, keys: [Samples.key(1)])).get()
        #expect(principal.mayUse(model: String(repeating: "x", count: 10_000)) && principal.regions == nil)
        #expect(principal.mayCome(from: nil) && Surface.allCases.allSatisfy { principal.mayUse($0) })
        // But models of an environment are for keys of that environment.
        #expect(principal.maySee(nil) && !principal.maySee(.prod))
    }

    @Test func regionsThatExcludeEachOtherLeaveNone() throws {
        let team = Samples.team("dev", access: AccessRules(regions: ["eu"]))
        let key = Samples.key(1, team: "dev", access: AccessRules(regions: ["us"]))
        #expect(try find(Directory(pepper: Samples.pepper, teams: [team], keys: [key])).get().regions == [])
    }

    @Test func guardrailsOfAllLevelsAddUpInTheirOrder() throws {
        func rules(_ names: String...) -> AccessRules { AccessRules(guardrails: names) }
        var user = Samples.user("user_1", .member)
        user.access = rules("d", "a")
        let directory = Directory(
            pepper: Samples.pepper,
            organizations: [Organization(name: "acme", access: rules("b"), revision: Revision(at: Self.now))],
            teams: [Samples.team("dev", organization: "acme", access: rules("c", "b"))],
            projects: [
                Project(name: "search", team: "dev", access: rules("e"), revision: Revision(at: Self.now))
            ],
            users: [user],
            keys: [
                Samples.key(1, owner: "user_1", team: "dev", project: "search", access: rules("a", "f")),
                Samples.key(2, team: "dev"), Samples.key(3, access: rules("x")),
            ]
        )
        #expect(try find(directory).get().guardrails == ["b", "c", "e", "d", "a", "f"])
        #expect(try find(directory, 2).get().guardrails == ["b", "c"])
        // A rule that lets everything through takes nothing away from what may be done.
        #expect(try find(directory, 2).get().mayUse(model: "anything"))
        let changed = directory.applying([.team(Samples.team("dev", organization: "acme", access: rules("g")))])
        #expect(try find(changed, 2).get().guardrails == ["b", "g"])
        #expect(try find(Directory(pepper: Samples.pepper, keys: [Samples.key(1)])).get().guardrails == [])
    }

    @Test func countsForAllScopesAndTags() throws {
        var organization = Organization(name: "acme", tags: ["all"], revision: Revision(at: Self.now))
        organization.budgets = [BudgetPolicy(name: "b", amount: .tokens(1), period: .day)]
        let team = Samples.team("dev", organization: "acme")
        let project = Project(name: "search", team: "dev", tags: ["web", "all"], revision: Revision(at: Self.now))
        var key = Samples.key(1, owner: "user_1", team: "dev", project: "search")
        key.tags = ["web", "bot"]
        key.limits = [LimitPolicy(.requests, per: .minute, 1)]
        key.modelLimits = [
            ModelLimits(ModelPattern("gpt-*"), limits: [LimitPolicy(.tokens, per: .day, 2)]),
            ModelLimits(ModelPattern("*-4o"), limits: [LimitPolicy(.requests, per: .day, 3)]),
        ]
        let directory = Directory(
            pepper: Samples.pepper,
            organizations: [organization],
            teams: [team],
            projects: [project],
            users: [Samples.user("user_1", .member)],
            keys: [key]
        )
        let principal = try find(directory).get()
        #expect(principal.tags == ["all", "web", "bot"])
        #expect(
            principal.scopes == [
                .organization("acme"), .team("dev"), .project("search"), .user("user_1"), .key("key_1"), .tag("all"),
                .tag("web"), .tag("bot"),
            ]
        )
        #expect(principal.policies.map(\.scope) == [.organization("acme"), .key("key_1")])
        let policies = try #require(principal.policies.last)
        #expect(policies.limits(on: "gpt-4o").map(\.amount) == [2, 3])
        #expect(policies.limits(on: "claude").isEmpty)
        #expect(principal.organization?.name == "acme" && principal.user?.id == "user_1")
    }

    @Test func signingSecretsAreAtHand() throws {
        var key = Samples.key(1)
        key.signing = .derived(seed: "abc")
        let principal = try find(Directory(pepper: Samples.pepper, keys: [key])).get()
        let expected = RequestSigning.derived(seed: "abc").secret(keyID: "key_1", pepper: Samples.pepper)
        #expect(principal.signingSecret == expected)
    }

    @Test func twoKeysOfOneTextAreTold() throws {
        var other = Samples.key(2)
        other.credential = Samples.key(1).credential
        let directory = Directory(pepper: Samples.pepper, keys: [Samples.key(1), other])
        #expect(directory.shadowedKeys == ["key_2"])
        #expect(try find(directory).get().key.id == "key_1")
        // Once the text is free, the other one has it.
        let freed = directory.applying([.removed(.key, "key_1")])
        #expect(freed.shadowedKeys.isEmpty)
        #expect(try find(freed).get().key.id == "key_2")
    }

    /// After any history of changes a directory is what one built from the objects at its end would be.
    @Test(arguments: 0..<8)
    func changesAreAsGoodAsBuildingAnew(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var directory = Directory(pepper: Samples.pepper)
        var keys: [UInt64: VirtualKey] = [:]
        var teams: [String: Team] = [:]
        for step in 0..<200 {
            var changes: [DirectoryChange] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let number = UInt64.random(in: 1...12, using: &random)
                let name = "team-\(number % 4)"
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    var key = Samples.key(number, team: number.isMultiple(of: 3) ? nil : name)
                    if Bool.random(using: &random) {
                        let text = Samples.text(1000 + UInt64(step))
                        key = key.rotated(to: text, overlap: 60, pepper: Samples.pepper, at: Self.now)
                    }
                    keys[number] = key
                    changes.append(.key(key))
                case 2:
                    keys[number] = nil
                    changes.append(.removed(.key, "key_\(number)"))
                case 3, 4:
                    let model = ModelPattern("m\(Int.random(in: 0..<3, using: &random))")
                    let team = Samples.team(name, access: AccessRules(models: [model]))
                    teams[name] = team
                    changes.append(.team(team))
                default:
                    teams[name] = nil
                    changes.append(.removed(.team, name))
                }
            }
            directory = directory.applying(changes)
            let fresh = Directory(pepper: Samples.pepper, teams: Array(teams.values), keys: Array(keys.values))
            #expect(directory.keyCount == fresh.keyCount && directory.shadowedKeys == fresh.shadowedKeys)
            for number in UInt64(1)...12 {
                let texts = keys[number].map {
                    [$0.credential.digest] + ($0.previous.map { [$0.credential.digest] } ?? [])
                }
                for digest in (texts ?? []) + [KeyDigest(of: Samples.text(number), pepper: Samples.pepper)] {
                    let found = directory.identify(digest, now: Self.now)
                    let expected = fresh.identify(digest, now: Self.now)
                    let isEqual =
                        switch (found, expected) {
                        case (.success(let left), .success(let right)): left.key == right.key && left.team == right.team
                        case (.failure(let left), .failure(let right)): left == right
                        default: false
                        }
                    #expect(isEqual, "step \(step), key \(number)")
                }
            }
        }
    }

    /// A change of a key makes nothing anew but that key, a change of a team its keys alone: the rest are the very same
    /// objects, so that a change costs no more with many keys than copying the tables.
    @Test func changesTouchNoMoreThanTheyConcern() throws {
        let keys = (0..<2000).map { Samples.key(UInt64($0), team: "team-\($0 % 20)") }
        let teams = (0..<20).map { Samples.team("team-\($0)") }
        let directory = Directory(pepper: Samples.pepper, teams: teams, keys: keys)
        func changed(by change: DirectoryChange) -> Set<String> {
            let next = directory.applying([change])
            return Set(keys.map(\.id).filter { directory.principal(ofKey: $0) !== next.principal(ofKey: $0) })
        }
        #expect(changed(by: .key(keys[5].revoked(at: Self.now))) == ["key_5"])
        #expect(changed(by: .team(teams[7])) == Set(keys.filter { $0.team == "team-7" }.map(\.id)))
        #expect(changed(by: .user(Samples.user("user_1", .member))).isEmpty)
        #expect(directory.keyCount == 2000)
    }
}
