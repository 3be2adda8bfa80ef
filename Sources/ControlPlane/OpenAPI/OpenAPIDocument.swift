import Governance
import JSONText

/// The OpenAPI 3.1 document of the admin API, made from the table of operations.
enum OpenAPIDocument {
    /// The route that answers with the document, which is part of it.
    enum DocumentRoute {
        static func operation(with others: [Operation]) throws(Operation.UnknownRoute) -> Operation {
            // Made anew for each who asks, which is seldom: a gateway that nobody asks does not hold it.
            let placeholder = try operation { _ throws(AdminError) in .done }
            return try operation { _ throws(AdminError) in .json(json(others + [placeholder]).bytes) }
        }

        private static func operation(_ handle: @escaping Operation.Handler) throws(Operation.UnknownRoute) -> Operation
        {
            try Operation(
                .get,
                "/openapi.json",
                id: "getOpenAPI",
                answer: .json(status: 200, .map(.any)),
                handle: handle
            )
        }
    }

    /// The document.
    static func json(_ operations: [Operation]) -> JSONValue {
        var paths = JSONObject()
        for operation in operations {
            let path = AdminRoute.base + operation.route.template
            var item = paths[path]?.object ?? JSONObject()
            item.append(operation.route.method.rawValue.lowercased(), describe(operation))
            paths[path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Kanmon admin API", "version": "1",
                "description": """
                Objects, limits, budgets, usage and records of a gateway. Amounts of money are exact decimals as text, \
                times RFC 3339. Lists come in pages: `next` is the cursor of the next one.
                """,
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(
                    JSONObject(Components.all.map { .init($0.name, $0.schema.json) })
                ),
                "responses": [
                    "Error": [
                        "description": "Why the request is refused.",
                        "content": ["application/json": ["schema": Schema.reference("Error").json]],
                    ]
                ],
                "securitySchemes": [
                    "adminToken": ["type": "http", "scheme": "bearer", "description": "server.admin_token"],
                    "session": ["type": "apiKey", "in": "cookie", "name": "kanmon_session"],
                    "csrf": ["type": "apiKey", "in": "header", "name": .string(SessionCookie.csrfField)],
                ],
            ],
        ]
    }

    private static func describe(_ operation: Operation) -> JSONValue {
        let route = operation.route
        var object: JSONObject = [
            "operationId": .string(operation.id), "summary": .string(route.summary),
            "tags": [.string(String(route.template.split(separator: "/").first ?? ""))],
        ]
        if let roles = roles(route) { object.append("description", .string(roles)) }
        let parameters =
            operation.pathParameters.map(pathParameter) + operation.query.map(queryParameter)
            + (operation.isVersioned && route.isChanging && route.method != .post ? [ifMatch] : [])
        if !parameters.isEmpty { object.append("parameters", .array(parameters)) }
        switch operation.body {
        case .none: break
        case .optional(let schema): object.append("requestBody", body(schema, operation, isRequired: false))
        case .required(let schema): object.append("requestBody", body(schema, operation, isRequired: true))
        }
        object.append("responses", responses(operation))
        switch route.access {
        case .open: object.append("security", [])
        case .signedIn, .granted:
            let session: JSONValue = route.isChanging ? ["session": [], "csrf": []] : ["session": []]
            object.append("security", [["adminToken": []], session])
        }
        return .object(object)
    }

    /// Who may do it and how far, in a sentence.
    private static func roles(_ route: AdminRoute) -> String? {
        guard case .granted = route.access else { return nil }
        let words = Role.allCases.compactMap { role -> String? in
            switch route.reach(of: role) {
            case .none: nil
            case .all: role.rawValue
            case .team: "\(role.rawValue) (own teams)"
            case .own: "\(role.rawValue) (own)"
            }
        }
        return "Roles: \(words.joined(separator: ", "))."
    }

    private static func pathParameter(_ name: String) -> JSONValue {
        ["name": .string(name), "in": "path", "required": true, "schema": Schema.text.json]
    }

    private static func queryParameter(_ parameter: Operation.Parameter) -> JSONValue {
        var object: JSONObject = [
            "name": .string(parameter.name), "in": "query", "description": .string(parameter.summary),
        ]
        if parameter.isRequired { object.append("required", true) }
        object.append("schema", parameter.schema.json)
        return .object(object)
    }

    private static let ifMatch: JSONValue = [
        "name": "if-match", "in": "header", "schema": ["type": "string"],
        "description": "The etag of the version that is meant: the change is refused with 412 where another is there.",
    ]

    private static func body(_ schema: Schema, _ operation: Operation, isRequired: Bool) -> JSONValue {
        let type = operation.route.method == .patch ? "application/merge-patch+json" : "application/json"
        return ["required": .bool(isRequired), "content": .object([type: ["schema": schema.json]])]
    }

    private static func responses(_ operation: Operation) -> JSONValue {
        var responses = JSONObject()
        switch operation.answer {
        case .nothing: responses.append("204", ["description": "Done."])
        case .json(let status, let schema):
            var answer: JSONObject = ["description": status == 201 ? "Made." : "Done."]
            if operation.isVersioned {
                answer.append("headers", ["etag": ["schema": ["type": "string"], "description": "The version."]])
            }
            answer.append("content", ["application/json": ["schema": schema.json]])
            responses.append(String(status), .object(answer))
        case .file(let types):
            responses.append(
                "200",
                [
                    "description": "The file.",
                    "content": .object(JSONObject(types.map { .init($0, ["schema": ["type": "string"]]) })),
                ]
            )
        }
        responses.append("default", ["$ref": "#/components/responses/Error"])
        return .object(responses)
    }
}
