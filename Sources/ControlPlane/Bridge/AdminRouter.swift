import Gateway
import Governance
import Hummingbird
import Logging

/// The table of operations as a router of Hummingbird's.
struct AdminRouter: Sendable {
    let operations: [Operation]
    let authenticator: Authenticator
    let logger: Logger

    func responder() -> any HTTPResponder<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.add(middleware: UnknownPaths(templates: operations.map(\.route)))
        for operation in operations {
            let responder = OperationResponder(operation: operation, authenticator: authenticator, logger: logger)
            let names = operation.pathParameters
            router.on(Self.path(operation.route), method: Self.method(operation.route)) { _, context in
                var parameters: [String: String] = [:]
                for name in names {
                    // What cannot be decoded names no object.
                    guard let text = context.parameters.get(name).flatMap({ PercentText.decoded($0) }), !text.isEmpty
                    else { return Response(AdminError.notFound.answer) }
                    parameters[name] = text
                }
                return await responder.respond(context.request, parameters, context.aside)
            }
        }
        return router.buildResponder()
    }

    private static func path(_ route: AdminRoute) -> RouterPath {
        let path = (AdminRoute.base + route.template).split(separator: "/")
            .map { $0.hasPrefix("{") ? ":" + $0.dropFirst().dropLast() : $0 }
        return RouterPath(path.joined(separator: "/"))
    }

    private static func method(_ route: AdminRoute) -> HTTPRequest.Method {
        switch route.method {
        case .get: .get
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }
}
