import JSONText
import ModelAPI
import NIOCore

/// A request that has been read: what is asked, of which model, in which dialect.
///
/// An object, because everything that serves the request holds on to it.
final class Call: Sendable {
    /// What the path asked for.
    let route: Route
    /// The model's name as the caller gave it.
    let model: String
    /// Whether a stream is wanted.
    let stream: Bool
    /// Whether the caller wants it refused where a target cannot express all of it; `nil` leaves it to the configuration.
    let strict: Bool?
    /// Whether the caller wants to have what of the answer its dialect has no place for.
    let includesExtras: Bool
    /// The body as it came.
    let body: ByteBuffer
    /// Where the fields of ``CallFields`` stand in the body.
    let fields: JSONFields
    /// What this request wants otherwise than the configuration.
    let overrides: CallOverrides
    /// Whether Anthropic's beta form of the path was asked for (`?beta=true`).
    let isBeta: Bool
    /// The most tokens that the caller lets an answer have; `nil` where it says nothing.
    let maxTokens: Int?
    /// How many answers are asked for.
    let choices: Int
    /// Header fields that cross to a provider of the same dialect.
    let forwarded: [(name: String, value: String)]
    /// What it says of the cache (`x-kanmon-cache`); `nil` where it says nothing.
    let cacheWords: String?
    /// Whether it wants providers' own caches made use of (`x-kanmon-prompt-cache`); `nil` where it says nothing.
    let wantsPromptCache: Bool?

    init(
        route: Route,
        model: String,
        stream: Bool,
        strict: Bool?,
        includesExtras: Bool,
        body: ByteBuffer,
        fields: JSONFields,
        overrides: CallOverrides = .none,
        isBeta: Bool,
        maxTokens: Int? = nil,
        choices: Int = 1,
        forwarded: [(name: String, value: String)],
        cacheWords: String? = nil,
        wantsPromptCache: Bool? = nil
    ) {
        self.route = route
        self.model = model
        self.stream = stream
        self.strict = strict
        self.includesExtras = includesExtras
        self.body = body
        self.fields = fields
        self.overrides = overrides
        self.isBeta = isBeta
        self.maxTokens = maxTokens
        self.choices = choices
        self.forwarded = forwarded
        self.cacheWords = cacheWords
        self.wantsPromptCache = wantsPromptCache
    }

    /// The prompt's tokens, by the bytes of the body.
    var estimatedInput: Int {
        let body = body
        return TokenEstimate.tokens(inBody: body.readableBytesUInt8Span)
    }

    /// The same call for another model.
    func asking(for model: String) -> Call {
        Call(
            route: route,
            model: model,
            stream: stream,
            strict: strict,
            includesExtras: includesExtras,
            body: body,
            fields: fields,
            overrides: overrides,
            isBeta: isBeta,
            maxTokens: maxTokens,
            choices: choices,
            forwarded: forwarded,
            cacheWords: cacheWords,
            wantsPromptCache: wantsPromptCache
        )
    }

    /// The dialect of the surface.
    var dialect: any Dialect { Dialects.dialect(route.dialect) }
}
