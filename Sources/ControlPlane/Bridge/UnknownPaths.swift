import Gateway
import Governance
import Hummingbird

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
