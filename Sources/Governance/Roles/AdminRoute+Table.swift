extension AdminRoute {
    /// Every route of the admin API and how far each role's right goes on it. What is not in the table is not there.
    ///
    /// Two rules hold beside the table, in ``Authorizer``: nobody changes a user of a role that is not beneath the own one,
    /// and whoever acts within teams makes nothing outside them.
    public static let all: [AdminRoute] = [
        // .roles(owner, admin, auditor, team-admin, member, viewer)
        AdminRoute(.get, "/organizations", .roles(.all, .all, .all, .team, .team, .team), "List organizations"),
        AdminRoute(.post, "/organizations", .roles(.all, .all, .none, .none, .none, .none), "Make an organization"),
        AdminRoute(
            .get,
            "/organizations/{name}",
            .roles(.all, .all, .all, .team, .team, .team),
            "Show an organization"
        ),
        AdminRoute(
            .patch,
            "/organizations/{name}",
            .roles(.all, .all, .none, .none, .none, .none),
            "Change an organization by a merge patch"
        ),
        AdminRoute(
            .delete,
            "/organizations/{name}",
            .roles(.all, .all, .none, .none, .none, .none),
            "Delete an organization"
        ),

        AdminRoute(.get, "/teams", .roles(.all, .all, .all, .team, .team, .team), "List teams"),
        AdminRoute(.post, "/teams", .roles(.all, .all, .none, .none, .none, .none), "Make a team"),
        AdminRoute(.get, "/teams/{name}", .roles(.all, .all, .all, .team, .team, .team), "Show a team"),
        AdminRoute(
            .patch,
            "/teams/{name}",
            .roles(.all, .all, .none, .none, .none, .none),
            "Change a team by a merge patch"
        ),
        AdminRoute(.delete, "/teams/{name}", .roles(.all, .all, .none, .none, .none, .none), "Delete a team"),

        AdminRoute(.get, "/projects", .roles(.all, .all, .all, .team, .team, .team), "List projects"),
        AdminRoute(.post, "/projects", .roles(.all, .all, .none, .team, .none, .none), "Make a project"),
        AdminRoute(.get, "/projects/{name}", .roles(.all, .all, .all, .team, .team, .team), "Show a project"),
        AdminRoute(
            .patch,
            "/projects/{name}",
            .roles(.all, .all, .none, .team, .none, .none),
            "Change a project by a merge patch"
        ),
        AdminRoute(.delete, "/projects/{name}", .roles(.all, .all, .none, .team, .none, .none), "Delete a project"),

        AdminRoute(.get, "/users", .roles(.all, .all, .all, .team, .own, .own), "List users"),
        AdminRoute(.post, "/users", .roles(.all, .all, .none, .team, .none, .none), "Make an user"),
        AdminRoute(.get, "/users/{id}", .roles(.all, .all, .all, .team, .own, .own), "Show an user"),
        AdminRoute(
            .patch,
            "/users/{id}",
            .roles(.all, .all, .none, .team, .none, .none),
            "Change an user by a merge patch"
        ),
        AdminRoute(.delete, "/users/{id}", .roles(.all, .all, .none, .team, .none, .none), "Delete an user"),
        AdminRoute(
            .post,
            "/users/{id}/password",
            .roles(.all, .all, .none, .team, .none, .none),
            "Set a user's password"
        ),
        AdminRoute(
            .post,
            "/users/{id}/unlock",
            .roles(.all, .all, .none, .team, .none, .none),
            "Let a user sign in again after too many wrong passwords"
        ),

        AdminRoute(.get, "/keys", .roles(.all, .all, .all, .team, .own, .team), "List keys"),
        AdminRoute(.post, "/keys", .roles(.all, .all, .none, .team, .own, .none), "Make a key"),
        AdminRoute(.get, "/keys/{id}", .roles(.all, .all, .all, .team, .own, .team), "Show a key"),
        AdminRoute(
            .patch,
            "/keys/{id}",
            .roles(.all, .all, .none, .team, .own, .none),
            "Change a key by a merge patch"
        ),
        AdminRoute(.delete, "/keys/{id}", .roles(.all, .all, .none, .team, .own, .none), "Delete a key"),
        AdminRoute(
            .post,
            "/keys/{id}/rotate",
            .roles(.all, .all, .none, .team, .own, .none),
            "Give a key a new text, the old one valid for a while"
        ),
        AdminRoute(.post, "/keys/{id}/revoke", .roles(.all, .all, .none, .team, .own, .none), "Refuse a key for good"),
        AdminRoute(
            .post,
            "/keys/{id}/enable",
            .roles(.all, .all, .none, .team, .none, .none),
            "Accept a disabled key again"
        ),
        AdminRoute(
            .post,
            "/keys/{id}/disable",
            .roles(.all, .all, .none, .team, .own, .none),
            "Refuse a key for the time being"
        ),

        AdminRoute(.get, "/budgets", .roles(.all, .all, .all, .team, .team, .team), "List budgets"),
        AdminRoute(.post, "/budgets", .roles(.all, .all, .none, .none, .none, .none), "Make a budget"),
        AdminRoute(.get, "/budgets/{id}", .roles(.all, .all, .all, .team, .team, .team), "Show a budget"),
        AdminRoute(
            .patch,
            "/budgets/{id}",
            .roles(.all, .all, .none, .none, .none, .none),
            "Change a budget by a merge patch"
        ),
        AdminRoute(.delete, "/budgets/{id}", .roles(.all, .all, .none, .none, .none, .none), "Delete a budget"),
        AdminRoute(
            .post,
            "/budgets/{id}/raise",
            .roles(.all, .all, .none, .none, .none, .none),
            "Raise a budget for a time, with a reason"
        ),

        AdminRoute(.get, "/limits", .roles(.all, .all, .all, .team, .team, .team), "List limits"),
        AdminRoute(.post, "/limits", .roles(.all, .all, .none, .none, .none, .none), "Make a limit"),
        AdminRoute(.get, "/limits/{id}", .roles(.all, .all, .all, .team, .team, .team), "Show a limit"),
        AdminRoute(
            .patch,
            "/limits/{id}",
            .roles(.all, .all, .none, .none, .none, .none),
            "Change a limit by a merge patch"
        ),
        AdminRoute(.delete, "/limits/{id}", .roles(.all, .all, .none, .none, .none, .none), "Delete a limit"),

        AdminRoute(.get, "/models", .roles(.all, .all, .all, .all, .all, .all), "List the models"),
        AdminRoute(.get, "/models/{name}", .roles(.all, .all, .all, .all, .all, .all), "Show a model"),

        AdminRoute(
            .get,
            "/providers",
            .roles(.all, .all, .all, .none, .none, .none),
            "List the providers and their health"
        ),
        AdminRoute(.get, "/providers/{name}", .roles(.all, .all, .all, .none, .none, .none), "Show a provider"),
        AdminRoute(
            .post,
            "/providers/{name}/test",
            .roles(.all, .all, .none, .none, .none, .none),
            "Ask a provider once whether it answers"
        ),

        AdminRoute(
            .get,
            "/guardrails",
            .roles(.all, .all, .all, .all, .all, .all),
            "List the guardrails, what they do and where they hold"
        ),
        AdminRoute(
            .post,
            "/guardrails/test",
            .roles(.all, .all, .all, .all, .all, .all),
            "Try what guardrails make of a text; it is kept nowhere"
        ),

        AdminRoute(.get, "/usage", .roles(.all, .all, .all, .team, .own, .team), "Add up usage and cost"),

        AdminRoute(.get, "/series", .roles(.all, .all, .all, .team, .own, .team), "Add up usage and latency over time"),
        AdminRoute(
            .get,
            "/overview",
            .roles(.all, .all, .all, .team, .own, .team),
            "Show where the day and the month stand, and how the gateway is doing"
        ),

        AdminRoute(
            .get,
            "/live",
            .roles(.all, .all, .all, .team, .own, .team),
            "Watch what happens at the moment, as server-sent events"
        ),
        AdminRoute(
            .post,
            "/playground",
            .roles(.all, .all, .none, .team, .own, .none),
            "Ask a model in the name of a key"
        ),

        AdminRoute(.get, "/ledger", .roles(.all, .all, .all, .team, .own, .team), "List requests"),
        AdminRoute(
            .get,
            "/ledger/export",
            .roles(.all, .all, .all, .team, .own, .team),
            "Export requests as CSV or JSON Lines"
        ),
        AdminRoute(.get, "/ledger/verify", .roles(.all, .all, .all, .none, .none, .none), "Verify the ledger's chain"),
        AdminRoute(
            .post,
            "/ledger/rerate",
            .roles(.all, .all, .none, .none, .none, .none),
            "Work the costs of requests out anew by the prices in force"
        ),
        AdminRoute(
            .post,
            "/ledger/expire",
            .roles(.all, .all, .none, .none, .none, .none),
            "Remove at once what is older than it may become"
        ),
        AdminRoute(.get, "/ledger/{entry}", .roles(.all, .all, .all, .team, .own, .team), "Show a request"),
        AdminRoute(
            .get,
            "/ledger/{entry}/story",
            .roles(.all, .all, .all, .team, .own, .team),
            "Show what happened to a request: its stages, attempts, and why each target"
        ),
        // More than records say: fewer may read them, and each reading is in the audit log.
        AdminRoute(
            .get,
            "/ledger/{entry}/bodies",
            .roles(.all, .all, .all, .team, .none, .none),
            "Show the prompt and the answer of a request, where they are stored; each reading is in the audit log"
        ),
        AdminRoute(
            .delete,
            "/ledger/{entry}/bodies",
            .roles(.all, .all, .none, .none, .none, .none),
            "Delete the prompt and the answer of a request"
        ),

        AdminRoute(.get, "/audit", .roles(.all, .all, .all, .none, .none, .none), "List who changed what"),
        AdminRoute(
            .get,
            "/audit/verify",
            .roles(.all, .all, .all, .none, .none, .none),
            "Verify the audit log's chain"
        ),

        AdminRoute(.get, "/alerts", .roles(.all, .all, .all, .team, .team, .team), "List raised alerts"),
        AdminRoute(
            .post,
            "/alerts/{id}/acknowledge",
            .roles(.all, .all, .none, .team, .none, .none),
            "Acknowledge an alert"
        ),
        AdminRoute(
            .get,
            "/alerts/rules",
            .roles(.all, .all, .all, .none, .none, .none),
            "List the rules of alerts and where each stands"
        ),
        AdminRoute(
            .patch,
            "/alerts/rules/{name}",
            .roles(.all, .all, .none, .none, .none, .none),
            "Change a rule of alerts by a merge patch"
        ),
        AdminRoute(
            .get,
            "/alerts/channels",
            .roles(.all, .all, .all, .none, .none, .none),
            "List where people are told, without secrets"
        ),
        AdminRoute(
            .post,
            "/alerts/test",
            .roles(.all, .all, .none, .none, .none, .none),
            "Send a test message to a channel"
        ),

        AdminRoute(
            .get,
            "/reports/weekly",
            .roles(.all, .all, .all, .none, .none, .none),
            "Show the report on a week"
        ),

        AdminRoute(
            .get,
            "/cache",
            .roles(.all, .all, .all, .none, .none, .none),
            "Show what answers are stored, and how often they were of use"
        ),
        AdminRoute(
            .get,
            "/cache/entries",
            .roles(.all, .all, .all, .none, .none, .none),
            "List the stored answers that are given most often, without their content"
        ),
        AdminRoute(
            .get,
            "/cache/shadow",
            .roles(.all, .all, .all, .none, .none, .none),
            "Show what was found by meaning, given or not"
        ),
        AdminRoute(
            .post,
            "/cache/feedback",
            .roles(.all, .all, .none, .none, .none, .none),
            "Mark an answer by meaning wrong"
        ),
        AdminRoute(
            .post,
            "/cache/purge",
            .roles(.all, .all, .none, .none, .none, .none),
            "Remove stored answers"
        ),

        AdminRoute(.get, "/prices", .roles(.all, .all, .all, .all, .all, .all), "List prices"),
        AdminRoute(.get, "/prices/{model}", .roles(.all, .all, .all, .all, .all, .all), "Show a model's prices"),

        AdminRoute(
            .get,
            "/config",
            .roles(.all, .all, .all, .none, .none, .none),
            "Show the configuration, secrets masked"
        ),
        AdminRoute(
            .get,
            "/config/diff",
            .roles(.all, .all, .all, .none, .none, .none),
            "Show what a reload would change, secrets masked"
        ),
        AdminRoute(
            .post,
            "/config/reload",
            .roles(.all, .all, .none, .none, .none, .none),
            "Read the configuration again"
        ),
        AdminRoute(
            .get,
            "/log/levels",
            .roles(.all, .all, .all, .none, .none, .none),
            "Show from which level on each module's lines are logged"
        ),
        AdminRoute(
            .put,
            "/log/levels",
            .roles(.all, .all, .none, .none, .none, .none),
            "Let other levels count, until the next reload or start"
        ),

        AdminRoute(.post, "/bootstrap", .open, "Make the first owner with the bootstrap token"),
        AdminRoute(.get, "/login", .open, "Show with what one can sign in"),
        AdminRoute(.post, "/login", .open, "Sign in"),
        AdminRoute(.post, "/logout", .signedIn, "Sign out"),
        AdminRoute(.get, "/session", .signedIn, "Show who is signed in"),
        AdminRoute(.post, "/session/password", .signedIn, "Change the own password"),
        AdminRoute(.get, "/openapi.json", .open, "The OpenAPI document of this API"),
    ]
}

extension AdminRoute.Access {
    /// The rights in the order of the table's head.
    fileprivate static func roles(
        _ owner: Reach,
        _ admin: Reach,
        _ auditor: Reach,
        _ teamAdmin: Reach,
        _ member: Reach,
        _ viewer: Reach
    ) -> Self {
        .granted(
            Permission(
                owner: owner,
                admin: admin,
                auditor: auditor,
                teamAdmin: teamAdmin,
                member: member,
                viewer: viewer
            )
        )
    }
}
