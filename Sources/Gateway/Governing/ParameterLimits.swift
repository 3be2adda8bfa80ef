import Governance
import HTTPWire
import JSONText
import ModelAPI
import NIOCore

/// Holds a request's parameters to the bounds of its key: refuses it, or moves numbers to the bound in its body.
enum ParameterLimits {
    /// Applies the bounds of a caller's key.
    /// - Returns: the call, with another body where something was moved or filled in.
    /// - Throws: ``ModelAPI/APIError`` of kind `forbidden` for a parameter that is out of bounds.
    static func applied(to call: Call, head: RequestHead, of caller: Caller) throws(APIError) -> Call {
        // Nothing that is bounded has a place in a request for vectors, whose bytes go on as they are.
        guard call.route.operation != .embeddings, let principal = caller.principal, principal.hasParameterBounds else {
            return call
        }
        let body = call.body
        var tree: JSONValue
        do {
            tree = try JSONValue(parsing: body.readableBytesUInt8Span)
        } catch {
            throw APIError(.invalidRequest, "The request body is not valid JSON: \(error).")
        }
        let surface = Surface(call.route)
        let asked = parameters(of: tree, on: surface, isStream: call.stream)
        let allowed: RequestParameters
        do throws(ParameterRefusal) {
            allowed = try principal.check(asked)
        } catch {
            let path = path(of: error.parameter, in: tree, on: surface)
            throw APIError(.forbidden, error.description, parameter: path?.joined(separator: "."))
        }
        guard allowed != asked else { return call }
        if allowed.maxTokens != asked.maxTokens, let tokens = allowed.maxTokens {
            write(JSONValue(tokens), to: .maxTokens, of: &tree, on: surface)
        }
        if allowed.choices != asked.choices, let choices = allowed.choices {
            write(JSONValue(choices), to: .choices, of: &tree, on: surface)
        }
        if allowed.temperature != asked.temperature, let temperature = allowed.temperature,
            let number = JSONNumber("\(temperature)")
        {
            write(.number(number), to: .temperature, of: &tree, on: surface)
        }
        return try CallReader.read(ByteBuffer(bytes: tree.bytes), head: head, route: call.route)
    }

    private static func parameters(of tree: JSONValue, on surface: Surface, isStream: Bool) -> RequestParameters {
        func values(_ parameter: RequestParameter) -> [JSONValue] {
            parameter.spellings(on: surface).compactMap { value(at: $0, of: tree) }.filter { !$0.isNull }
        }
        return RequestParameters(
            maxTokens: values(.maxTokens).compactMap(\.int).max(),
            temperature: values(.temperature).compactMap { $0.number?.double }.first,
            choices: values(.choices).compactMap(\.int).max(),
            hasTools: values(.tools).contains { !($0.array?.isEmpty ?? false) },
            isStream: isStream
        )
    }

    private static func value(at path: [String], of tree: JSONValue) -> JSONValue? {
        path.reduce(tree) { $0?[$1] }
    }

    /// Where a body has a parameter.
    private static func path(of parameter: RequestParameter, in tree: JSONValue, on surface: Surface) -> [String]? {
        parameter.spellings(on: surface).first { value(at: $0, of: tree) != nil }
    }

    /// Writes a parameter wherever the body has it, or to its first place where it has it nowhere.
    private static func write(
        _ value: JSONValue,
        to parameter: RequestParameter,
        of tree: inout JSONValue,
        on surface: Surface
    ) {
        let spellings = parameter.spellings(on: surface)
        let present = spellings.filter { self.value(at: $0, of: tree) != nil }
        for path in present.isEmpty ? Array(spellings.prefix(1)) : present {
            tree = setting(value, at: path[...], of: tree)
        }
    }

    private static func setting(_ value: JSONValue, at path: ArraySlice<String>, of tree: JSONValue) -> JSONValue {
        guard let name = path.first else { return value }
        var object = tree.object ?? JSONObject()
        object[name] = setting(value, at: path.dropFirst(), of: object[name] ?? .object(JSONObject()))
        return .object(object)
    }
}
