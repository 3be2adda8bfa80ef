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
                return await responder.respond(context.request, parameters)
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

/// Answers for paths that no operation has: 405 where another method has one, 404 else.
struct UnknownPaths: RouterMiddleware {
    let templates: [AdminRoute]

    func handle(
        _ request: Request,
        context: ControlContext,
        next: @concurrent (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        // The router would take `//` and a slash at the end for nothing.
        let path = context.request.path
        guard !path.hasSuffix("/"), !path.contains("//") else { return Response(Self.unknown.answer) }
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let allowed = allowed(on: path)
            guard !allowed.isEmpty else { return Response(Self.unknown.answer) }
            var error = AdminError(405, .methodNotAllowed, "This path has no \(context.request.method.prefix(16)).")
            error.allowed = allowed
            return Response(error.answer)
        }
    }

    private static let unknown = AdminError(404, .notFound, "There is no such path.")

    private func allowed(on path: String) -> [String] {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return templates.filter { route in
            let template = (AdminRoute.base + route.template).split(separator: "/")
            return template.count == segments.count
                && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        .map(\.method.rawValue)
    }
}
