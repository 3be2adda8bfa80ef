import JSONText
import ModelAPI
import NIOCore

/// A request that has been read: what is asked, of which model, in which dialect.
struct Call: Sendable {
    /// What the path asked for.
    var route: Route
    /// The model's name as the caller gave it.
    var model: String
    /// Whether a stream is wanted.
    var stream: Bool
    /// Whether the caller wants it refused where a target cannot express all of it; `nil` leaves it to the configuration.
    var strict: Bool?
    /// Whether the caller wants to have what of the answer its dialect has no place for.
    var includesExtras: Bool
    /// The body as it came.
    var body: ByteBuffer
    /// Where the fields of ``CallFields`` stand in the body.
    var fields: JSONFields
    /// What this request wants otherwise than the configuration.
    var overrides = CallOverrides.none
    /// Whether Anthropic's beta form of the path was asked for (`?beta=true`).
    var isBeta: Bool
    /// Header fields that cross to a provider of the same dialect.
    var forwarded: [(name: String, value: String)]

    /// The dialect of the surface.
    var dialect: any Dialect { Dialects.dialect(route.dialect) }
}
