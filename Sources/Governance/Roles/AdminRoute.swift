/// A route of the admin API and who may use it; ``all`` is the table.
public struct AdminRoute: Hashable, Sendable {
    /// The methods of the admin API.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// Who may use a route.
    public enum Access: Hashable, Sendable {
        /// Everybody, also without having signed in.
        case open
        /// Everybody who has signed in: it concerns nothing but the person's own session.
        case signedIn
        /// Roles, each as far as its right goes.
        case granted(Permission)
    }

    /// What every route's path begins with.
    public static let base = "/admin/v1"

    /// The method.
    public let method: Method
    /// The path behind ``base``, with `{name}` for what varies: `/keys/{id}/rotate`.
    public let template: String
    /// Who may use it.
    public let access: Access
    /// What it does, for the OpenAPI document.
    public let summary: String

    init(_ method: Method, _ template: String, _ access: Access, _ summary: String) {
        self.method = method
        self.template = template
        self.access = access
        self.summary = summary
    }

    /// Whether it changes something: such requests need the CSRF token where they come with a session cookie.
    public var isChanging: Bool { method != .get }

    /// How far a role's right goes; routes without roles have none.
    public func reach(of role: Role) -> Reach {
        guard case .granted(let permission) = access else { return .none }
        return permission[role]
    }

    /// Finds a route.
    /// - Parameters:
    ///   - method: the method.
    ///   - template: the path behind ``base`` as the table writes it.
    public static func route(_ method: Method, _ template: String) -> AdminRoute? {
        all.first { $0.method == method && $0.template == template }
    }
}
