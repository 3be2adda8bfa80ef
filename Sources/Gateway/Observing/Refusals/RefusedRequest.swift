import Governance
import ModelAPI
import Telemetry

/// A request that was refused because it is not known whose it is, or because whose it is may not ask this way: as much as
/// there is to be told of it. What it presented is not in it.
public struct RefusedRequest: Sendable {
    /// The request's id; its caller may have chosen it.
    public let id: String
    /// The surface that it came to, as metrics call it.
    public let surface: String
    /// The HTTP status that the caller saw.
    public let status: Int
    /// The error's stable code.
    public let code: String
    /// Why, as the caller was told.
    public let reason: String
    /// Where it came from; `nil` where that cannot be known.
    public let address: String?

    /// Whether an error refuses a request for whose it is.
    static func isRefusal(_ error: APIError) -> Bool {
        switch error.kind {
        case .invalidKey, .keyExpired, .forbidden: true
        default: false
        }
    }

    init(_ error: APIError, _ exchange: Exchange, _ identification: Identification) {
        id = exchange.id
        surface = ObservedSurface(of: exchange.head).name
        status = Dialects.dialect(Router.errorDialect(exchange.head)).writeError(error, requestID: id).status
        code = error.kind.rawValue
        reason = error.message
        address = identification.address(of: exchange.head, peer: exchange.peer)?.description
    }

    /// What its line in a log says.
    var fields: [LogField] {
        var fields = [
            LogField(LogFields.request, .text(id)), LogField(LogFields.surface, .word(surface)),
            LogField(LogFields.status, .int(status)), LogField(LogFields.error, .word(code)),
            LogField(LogFields.reason, .text(reason)),
        ]
        if let address { fields.append(LogField(LogFields.address, .word(address))) }
        return fields
    }
}
