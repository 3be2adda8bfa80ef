/// Why a request to the admin API is refused: an HTTP status, a code for programs, a sentence for people.
///
/// Nothing secret is in it: neither what was sent in a wrong place, nor what is kept of somebody else.
struct AdminError: Error, Hashable, Sendable {
    /// The stable codes of the admin API.
    enum Code: String, Hashable, Sendable, CaseIterable {
        /// Nobody is signed in, or the token is not the configured one.
        case unauthenticated
        /// Name and password do not belong together.
        case invalidCredentials = "invalid_credentials"
        /// Too many wrong passwords; `retry-after` says how long.
        case lockedOut = "locked_out"
        /// A change by a session without its `x-csrf-token`.
        case csrfFailed = "csrf_failed"
        /// The role does not allow it.
        case forbidden
        /// There is no such object, or it is not to be seen.
        case notFound = "not_found"
        /// The path is there, the method is not.
        case methodNotAllowed = "method_not_allowed"
        /// Something of that name is there, or other objects need this one.
        case conflict
        /// The configuration declares the object: it is changed there.
        case readOnly = "read_only"
        /// `if-match` names another version than the one that is there.
        case outdated
        /// The body is not JSON by its content type.
        case unsupportedMediaType = "unsupported_media_type"
        /// The body is longer than the admin API reads.
        case bodyTooLarge = "body_too_large"
        /// The body is no JSON, or a member of it is not what it should be.
        case invalidRequest = "invalid_request"
        /// A query parameter is unknown, stands twice or has a value that is not allowed.
        case invalidParameter = "invalid_parameter"
        /// The cursor does not come from this list.
        case invalidCursor = "invalid_cursor"
        /// Too much is being asked at once; `retry-after` says how long to wait.
        case busy
        /// The store cannot be read or written now.
        case storeUnavailable = "store_unavailable"
        /// This gateway runs without what the route needs.
        case unavailable
        /// A mistake of the gateway's own.
        case `internal`
    }

    /// One thing that is wrong with a body.
    struct Problem: Hashable, Sendable {
        /// A stable name for the kind of problem.
        var code: String
        /// The way to the member: `budgets[0].amount`.
        var field: String
        /// What is wrong and what is allowed.
        var message: String
    }

    /// The HTTP status.
    var status: Int
    /// What went wrong, for programs.
    var code: Code
    /// What went wrong, for people.
    var message: String
    /// The body's member or the query parameter that is meant.
    var field: String?
    /// Everything that is wrong with a body, where it is more than one thing can say.
    var problems: [Problem] = []
    /// The seconds after which trying again helps.
    var retryAfter: Int?
    /// The methods that the path has, for `allow`.
    var allowed: [String] = []

    init(_ status: Int, _ code: Code, _ message: String, field: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.retryAfter = retryAfter
    }

    static let notFound = AdminError(404, .notFound, "There is no such object.")
    static let forbidden = AdminError(403, .forbidden, "Your role does not allow this.")
    static let unauthenticated = AdminError(
        401,
        .unauthenticated,
        "Sign in, or send the administration token as a bearer token."
    )

    /// A query parameter that cannot be read.
    static func parameter(_ name: String, _ message: String) -> AdminError {
        AdminError(400, .invalidParameter, message, field: name)
    }

    /// A member of the body that cannot be taken.
    static func member(_ path: String, _ message: String, code: String = "invalid_value") -> AdminError {
        var error = AdminError(400, .invalidRequest, message, field: path)
        error.problems = [Problem(code: code, field: path, message: message)]
        return error
    }
}
