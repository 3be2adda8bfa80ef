// swift-tools-version: 6.2
import PackageDescription

// The architecture in one list: a target may depend on those above it, never on those below.
let package = Package(
    name: "kanmon",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "JSONText", targets: ["JSONText"]),
        .library(name: "Store", targets: ["Store", "Caching", "Governance", "ModelAPI", "Pricing"]),
        .library(name: "Caching", targets: ["Caching"]),
        .executable(name: "kanmon", targets: ["kanmon"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .target(name: "JSONText"),
        .target(name: "ModelAPI", dependencies: ["JSONText"]),
        .target(name: "CPriceCatalog", exclude: ["catalog.json"]),
        .target(name: "CChecksum"),
        .target(name: "CDeflate", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "Pricing", dependencies: ["JSONText", "ModelAPI", "CPriceCatalog"]),
        .target(name: "Routing"),
        .target(name: "Signing", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Governance",
            dependencies: [
                "JSONText", "ModelAPI", "Pricing", "Routing",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
        .target(name: "Alerting", dependencies: ["JSONText", "ModelAPI", "Pricing", "Governance"]),
        .target(
            name: "Caching",
            dependencies: [
                "JSONText", "ModelAPI", "Pricing", "Routing", "Governance",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Messaging",
            dependencies: [
                "JSONText", "Governance", "Signing",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .systemLibrary(name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
        .target(name: "CUnicodeTables"),
        .target(name: "CNameLists", exclude: ["lists"]),
        .target(name: "CInjectionModel", exclude: ["rules.txt", "weights.bin"]),
        .target(
            name: "Guardrails",
            dependencies: [
                "JSONText", "CVectorscan", "CUnicodeTables", "CNameLists", "CInjectionModel",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(name: "GuardAdapters", dependencies: ["JSONText", "Signing", "Guardrails"]),
        .target(name: "HTTPWire", dependencies: [.product(name: "NIOCore", package: "swift-nio")]),
        .target(
            name: "Upstream",
            dependencies: [
                "HTTPWire",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "DequeModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Settings",
            dependencies: [
                "JSONText", "Pricing", "Routing", "Governance", "Alerting", "Caching", "Guardrails", "GuardAdapters",
                "HTTPWire",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(
            name: "Store",
            dependencies: [
                "JSONText", "ModelAPI", "Pricing", "Governance", "Caching", "CChecksum",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Telemetry",
            dependencies: [
                "JSONText", "Governance", "Signing", "CDeflate",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "JSONText", "ModelAPI", "Pricing", "Routing", "Governance", "Alerting", "Caching", "Guardrails",
                "GuardAdapters", "HTTPWire", "Upstream", "Settings", "Telemetry",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "CDashboardAssets", exclude: ["web"]),
        .target(
            name: "ControlPlane",
            dependencies: [
                "JSONText", "ModelAPI", "Pricing", "Routing", "Governance", "Alerting", "Caching", "Guardrails",
                "GuardAdapters", "Settings", "Store", "Telemetry", "Gateway", "CDashboardAssets",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "SimulatedProvider",
            dependencies: [
                "JSONText",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .target(name: "Lifecycle", dependencies: [.product(name: "NIOPosix", package: "swift-nio")]),
        .executableTarget(
            name: "kanmon",
            dependencies: [
                "JSONText", "ModelAPI", "Pricing", "Governance", "Alerting", "Caching", "HTTPWire", "Upstream",
                "Messaging", "Guardrails",
                "Settings", "Store", "Telemetry", "Gateway", "ControlPlane", "SimulatedProvider", "Lifecycle",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "ModelAPITests", dependencies: ["ModelAPI", "JSONText"]),
        .testTarget(name: "PricingTests", dependencies: ["Pricing", "ModelAPI", "JSONText"]),
        .testTarget(name: "RoutingTests", dependencies: ["Routing"]),
        .testTarget(name: "SigningTests", dependencies: ["Signing"]),
        .testTarget(
            name: "GovernanceTests",
            dependencies: [
                "Governance", "Routing", "Pricing", "ModelAPI", "JSONText",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "AlertingTests",
            dependencies: ["Alerting", "Governance", "Pricing", "ModelAPI", "JSONText"]
        ),
        .testTarget(
            name: "CachingTests",
            dependencies: ["Caching", "Governance", "Routing", "Pricing", "ModelAPI", "JSONText"]
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "Caching", "Governance", "Pricing", "ModelAPI", "JSONText"]
        ),
        .testTarget(
            name: "MessagingTests",
            dependencies: [
                "Messaging", "JSONText",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(name: "GuardrailsTests", dependencies: ["Guardrails", "JSONText", "CInjectionModel"]),
        .testTarget(name: "GuardAdaptersTests", dependencies: ["GuardAdapters", "Guardrails", "JSONText", "Signing"]),
        .testTarget(
            name: "HTTPWireTests",
            dependencies: ["HTTPWire", .product(name: "NIOCore", package: "swift-nio")]
        ),
        .testTarget(
            name: "UpstreamTests",
            dependencies: [
                "HTTPWire", "Upstream",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Settings", "JSONText", "Pricing", "Routing", "Governance", "Alerting", "Caching", "Guardrails",
                "GuardAdapters",
            ]
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["Telemetry", "JSONText", .product(name: "Logging", package: "swift-log")]
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "SimulatedProvider", "Settings", "JSONText", "ModelAPI", "Pricing", "Routing", "Governance",
                "Alerting", "Caching", "Guardrails", "GuardAdapters", "HTTPWire", "Upstream", "Telemetry",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "ControlPlaneTests",
            dependencies: [
                "ControlPlane", "Gateway", "Telemetry", "Store", "Governance", "Alerting", "Caching", "Guardrails",
                "GuardAdapters", "Routing", "ModelAPI", "Pricing", "Settings", "JSONText",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "SimulatedProviderTests",
            dependencies: [
                "SimulatedProvider", "JSONText",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "LifecycleTests", dependencies: ["Lifecycle"]),
    ]
)

// One loop gives every target the same strict settings. `KANMON_WARNINGS_AS_ERRORS=1` (set in CI) refuses warnings;
// a newer compiler with new warnings still builds for everyone else.
let strict = Context.environment["KANMON_WARNINGS_AS_ERRORS"] == "1"
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ] + (strict ? [.treatAllWarnings(as: .error)] : [])
}
