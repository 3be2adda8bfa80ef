import Governance
import Settings

/// Everything that limits and budgets are on: the objects of the directory, and what the configuration alone declares
/// (models, providers, tags).
struct PolicyBearers: Sendable {
    /// Something that has limits and budgets.
    struct Bearer: Sendable {
        let scope: Scope
        let limits: [LimitPolicy]
        let modelLimits: [ModelLimits]
        let budgets: [BudgetPolicy]
        /// What rights depend on.
        let object: AdminObject
        let source: EntitySource
        /// The object's version, as its tag has it; `nil` of what the configuration alone declares.
        let entityTag: String?
    }

    let directory: Directory
    let configuration: KanmonConfiguration

    init(directory: Directory, configuration: KanmonConfiguration) {
        self.directory = directory
        self.configuration = configuration
    }

    init(_ services: Services) { self.init(directory: services.directory, configuration: services.configuration()) }

    /// All of them.
    var all: [Bearer] {
        bearers(Organization.self) + bearers(Team.self) + bearers(Project.self) + bearers(User.self)
            + bearers(VirtualKey.self) + declared
    }

    /// The one of a scope.
    func bearer(of scope: Scope) -> Bearer? {
        guard let entity = entity(of: scope) else { return declared.first { $0.scope == scope } }
        return bearer(entity)
    }

    /// The object of a scope; `nil` of what is not there or what the configuration alone declares.
    func entity(of scope: Scope) -> (any ManagedEntity)? {
        switch scope {
        case .organization(let name): directory.organizations[name]
        case .team(let name): directory.teams[name]
        case .project(let name): directory.projects[name]
        case .user(let id): directory.users[id]
        case .key(let id): VirtualKey.find(id, in: directory)
        case .keyModel, .model, .provider, .tag: nil
        }
    }

    private func bearers<E: ManagedEntity>(_: E.Type) -> [Bearer] { E.all(in: directory).map { bearer($0) } }

    private func bearer(_ entity: some ManagedEntity) -> Bearer {
        var object = entity.adminObject(in: directory, isNew: false)
        // The role of a person counts where the person is changed or shown, not for what the person may spend.
        object.role = nil
        return Bearer(
            scope: entity.scope,
            limits: entity.limits,
            modelLimits: (entity as? VirtualKey)?.modelLimits ?? [],
            budgets: entity.budgets,
            object: object,
            source: entity.revision.source,
            entityTag: entity.revision.entityTag
        )
    }

    private var declared: [Bearer] {
        configuration.models.map { declared(.model($0.name), $0.limits, $0.budgets) }
            + configuration.providers.map { declared(.provider($0.name), [], $0.budgets) }
            + configuration.tags.map { declared(.tag($0.name), $0.limits, $0.budgets) }
    }

    private func declared(_ scope: Scope, _ limits: [LimitPolicy], _ budgets: [BudgetPolicy]) -> Bearer {
        Bearer(
            scope: scope,
            limits: limits,
            modelLimits: [],
            budgets: budgets,
            object: AdminObject(),
            source: .file,
            entityTag: nil
        )
    }
}
