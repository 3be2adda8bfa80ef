import Governance

/// All operations of the admin API, in the order of the table of rights.
struct OperationTable: Sendable {
    let operations: [Operation]

    /// Builds the table.
    /// - Throws: `Operation.UnknownRoute` for an operation whose route has no rights; ``Incomplete`` where a route has none or
    ///   several operations.
    init(_ services: Services) throws {
        let desk = EntityDesk(services: services)
        let policies = PolicyDesk(desk: desk)
        var all: [Operation] = []
        all += try GroupOperations(desk: desk).operations()
        all += try UserOperations(desk: desk).operations()
        all += try KeyOperations(desk: desk).operations()
        all += try BudgetOperations(policies: policies).operations()
        all += try LimitOperations(policies: policies).operations()
        all += try CatalogOperations(services: services).operations()
        all += try GuardrailOperations(services: services).operations()
        all += try UsageOperations(services: services).operations()
        all += try SeriesOperations(services: services).operations()
        all += try OverviewOperations(services: services).operations()
        all += try LiveOperations(services: services).operations()
        all += try PlaygroundOperation(services: services).operations()
        all += try ProviderTestOperation(services: services).operations()
        all += try ConfigurationDiffOperation(services: services).operations()
        all += try StoryOperation(services: services).operations()
        all += try LedgerOperations(services: services).operations()
        all += try RerateOperation(services: services).operations()
        all += try BodyOperations(services: services).operations()
        all += try AuditOperations(services: services).operations()
        all += try AlertOperations(services: services).operations()
        all += try AlertRuleOperations(services: services).operations()
        all += try ChannelOperations(services: services).operations()
        all += try ReportOperations(services: services).operations()
        all += try CacheOperations(services: services).operations()
        all += try PriceOperations(services: services).operations()
        all += try LogOperations(services: services).operations()
        all += try SessionOperations(desk: desk).operations()
        let others = all
        let document = OpenAPIDocument.DocumentRoute.self
        all.append(try document.operation(with: others))
        let byRoute = Dictionary(grouping: all, by: \.route)
        operations = try AdminRoute.all.map { route in
            guard let found = byRoute[route], found.count == 1 else { throw Incomplete(route: route) }
            return found[0]
        }
    }

    /// A route without exactly one operation: a mistake in the gateway's own code.
    struct Incomplete: Error, CustomStringConvertible {
        let route: AdminRoute

        var description: String { "\(route.method.rawValue) \(route.template) has no operation, or several" }
    }
}
