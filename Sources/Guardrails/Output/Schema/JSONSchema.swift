import JSONText

/// A JSON Schema (draft 2020-12) that answers have to hold against.
///
/// Core, applicators, validation and unevaluated parts are checked; `format` and the content keywords are annotations, as the
/// draft has them. References lead to places, anchors and dynamic anchors within the document alone. Numbers are compared and
/// divided as decimals, without rounding. Expressions run in time linear in the text; what cannot be matched so (look-around,
/// back-references) is refused, and so are documents of other drafts. Work is bounded: an answer that takes more steps than
/// allowed is not checked but fails.
///
/// An answer is the JSON text, or a Markdown code fence with nothing around it that holds the text
/// (```` ```json … ``` ````). An object that names a member twice is refused, for readers differ in what counts then.
public struct JSONSchema: Sendable {
    private let program: SchemaProgram

    /// The longest schema: 1 MiB.
    public static let longestText = 1 << 20

    /// Compiles a schema.
    /// - Parameter bytes: the schema as a JSON text in UTF-8.
    /// - Throws: ``JSONSchemaError``
    public init(parsing bytes: [UInt8]) throws(JSONSchemaError) {
        guard bytes.count <= Self.longestText else {
            throw .notJSON(reason: "it is longer than \(Self.longestText) bytes")
        }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes, limits: JSONLimits(depth: 128, values: 100_000))
        } catch { throw .notJSON(reason: error.description) }
        if let name = AnswerJSON.duplicate(in: document) {
            throw .notJSON(reason: "an object names the member \(name) twice")
        }
        program = try SchemaCompiler.compile(document)
    }

    /// How an answer differs from what the schema demands.
    /// - Parameter answer: the answer's text, UTF-8.
    /// - Returns: the first violations, at most 16; none where the answer holds.
    /// - Throws: ``JSONSchemaError/tooMuchWork``, or ``JSONSchemaError/patterns(_:)``.
    public func violations(in answer: [UInt8]) throws(JSONSchemaError) -> [JSONSchemaViolation] {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: Array(AnswerJSON.text(of: answer)), limits: AnswerJSON.limits)
        } catch {
            return [
                JSONSchemaViolation(
                    instancePath: "",
                    keyword: "syntax",
                    message: "the answer has to be one JSON text and nothing else: \(error)"
                )
            ]
        }
        if AnswerJSON.duplicate(in: value) != nil {
            return [
                JSONSchemaViolation(instancePath: "", keyword: "duplicate", message: "an object names a member twice")
            ]
        }
        var validator = SchemaValidator(program)
        let holds = try validator.run(value)
        if !holds, validator.violations.isEmpty {
            return [
                JSONSchemaViolation(instancePath: "", keyword: "schema", message: "the answer does not fit the schema")
            ]
        }
        return validator.violations
    }
}
