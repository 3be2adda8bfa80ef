import Governance
import Pricing
import Settings
import Telemetry

/// What of governance holds for the requests of one configuration.
final class Rulebook: Sendable {
    /// Who there is, and how they are known.
    let identification: Identification
    /// How long an answer is taken to become whose caller says nothing.
    let output: OutputAssumption
    /// The limits and budgets of everything that has any.
    let policies: [ScopePolicies]
    /// The models, by the name in the request, that have limits or budgets of their own.
    let models: Set<String>
    /// The providers that have budgets.
    let providers: Set<String>
    /// Whether prompts and answers are stored of anybody.
    let storesBodies: Bool
    private let bodies: BodyRules
    /// Decides which requests' spans are exported; `nil` where traces are off.
    let sampler: TraceSampler?
    /// The teams whose questions are logged.
    private let promptTeams: Set<String>
    /// Whether anything at all has limits or budgets.
    var hasPolicies: Bool { !policies.isEmpty }

    /// - Parameters:
    ///   - configuration: what the document says.
    ///   - directory: who there is: those of the document, and those made at run time.
    ///   - teams: where teams are counted.
    init(_ configuration: KanmonConfiguration, directory: Directory, teams: TeamSeries) {
        identification = Identification(
            directory: directory,
            teams: teams,
            isRequired: configuration.server.requireKeys,
            proxies: configuration.server.trustedProxies
        )
        output = .modelLimit(otherwise: configuration.budgetDefaults.assumedOutputTokens)
        bodies = configuration.bodyRules
        storesBodies = bodies.storesAny
        sampler = configuration.telemetry.traces.map { TraceSampler(share: $0.sample) }
        promptTeams = configuration.telemetry.log.promptTeams
        let declared = configuration.policies
        policies = directory.policies + declared
        var models: Set<String> = []
        var providers: Set<String> = []
        for policies in declared {
            switch policies.scope {
            case .model(let name): models.insert(name)
            case .provider(let name): providers.insert(name)
            default: break
            }
        }
        self.models = models
        self.providers = providers
    }

    /// Whether the questions of a caller are logged.
    func logsQuestions(of caller: Caller) -> Bool {
        guard !promptTeams.isEmpty, let team = caller.team else { return false }
        return promptTeams.contains(team)
    }

    /// How the prompts and answers of a caller are stored; `nil` where they are not, as are those of somebody without a key.
    func bodyPolicy(of caller: Caller) -> BodyPolicy? {
        guard let principal = caller.principal else { return nil }
        return bodies.policy(organization: principal.organizationName, team: principal.teamName)
    }
}
