// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the gateway builds its benchmarks or links Foundation for them.
let package = Package(
    name: "json-benchmark",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "kanmon", path: "../..")],
    targets: [
        .executableTarget(
            name: "JSONBenchmark",
            dependencies: [.product(name: "JSONText", package: "kanmon")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        )
    ]
)
