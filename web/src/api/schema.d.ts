// Made by `npm run generate` from the OpenAPI document of the suite. Not edited by hand.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that access tokens are signed with (RFC 7517) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who hears of what
         * @description Permission: `alert_rule:write`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @enum {string} */
                                audience: "technician" | "previous_technician" | "client" | "operators" | "supervisors" | "administrators";
                                /** @enum {string} */
                                channel: "in_app" | "email";
                                conditions: {
                                    /** @description JSON Pointer into the event's data, such as /order/priority */
                                    field: string;
                                    /** @description any of these */
                                    values: string[];
                                }[];
                                enabled: boolean;
                                event: string;
                                /** Format: uuid */
                                id: string;
                                message: string;
                                name: string;
                                /** Format: date-time */
                                updatedAt: string;
                                /** @enum {string} */
                                urgency: "low" | "normal" | "high";
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds an alert rule
         * @description Permission: `alert_rule:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        audience: "technician" | "previous_technician" | "client" | "operators" | "supervisors" | "administrators";
                        /** @enum {string} */
                        channel: "in_app" | "email";
                        /** @description all of them must hold; none: always */
                        conditions?: {
                            /** @description JSON Pointer into the event's data, such as /order/priority */
                            field: string;
                            /** @description any of these */
                            values: string[];
                        }[];
                        enabled?: boolean;
                        /** @description an event type of the catalogue */
                        event: string;
                        /** @description the key of a message */
                        message: string;
                        name: string;
                        /** @enum {string} */
                        urgency?: "low" | "normal" | "high";
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            audience: "technician" | "previous_technician" | "client" | "operators" | "supervisors" | "administrators";
                            /** @enum {string} */
                            channel: "in_app" | "email";
                            conditions: {
                                /** @description JSON Pointer into the event's data, such as /order/priority */
                                field: string;
                                /** @description any of these */
                                values: string[];
                            }[];
                            enabled: boolean;
                            event: string;
                            /** Format: uuid */
                            id: string;
                            message: string;
                            name: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @enum {string} */
                            urgency: "low" | "normal" | "high";
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads an alert rule
         * @description Permission: `alert_rule:write`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            audience: "technician" | "previous_technician" | "client" | "operators" | "supervisors" | "administrators";
                            /** @enum {string} */
                            channel: "in_app" | "email";
                            conditions: {
                                /** @description JSON Pointer into the event's data, such as /order/priority */
                                field: string;
                                /** @description any of these */
                                values: string[];
                            }[];
                            enabled: boolean;
                            event: string;
                            /** Format: uuid */
                            id: string;
                            message: string;
                            name: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @enum {string} */
                            urgency: "low" | "normal" | "high";
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes an alert rule
         * @description Permission: `alert_rule:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        audience?: "technician" | "previous_technician" | "client" | "operators" | "supervisors" | "administrators";
                        /** @enum {string} */
                        channel?: "in_app" | "email";
                        conditions?: {
                            /** @description JSON Pointer into the event's data, such as /order/priority */
                            field: string;
                            /** @description any of these */
                            values: string[];
                        }[];
                        enabled?: boolean;
                        event?: string;
                        message?: string;
                        name?: string;
                        /** @enum {string} */
                        urgency?: "low" | "normal" | "high";
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            audience: "technician" | "previous_technician" | "client" | "operators" | "supervisors" | "administrators";
                            /** @enum {string} */
                            channel: "in_app" | "email";
                            conditions: {
                                /** @description JSON Pointer into the event's data, such as /order/priority */
                                field: string;
                                /** @description any of these */
                                values: string[];
                            }[];
                            enabled: boolean;
                            event: string;
                            /** Format: uuid */
                            id: string;
                            message: string;
                            name: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @enum {string} */
                            urgency: "low" | "normal" | "high";
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One asset
         * @description Permission: `customer:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: uuid */
                            customerId: string;
                            /** Format: uuid */
                            id: string;
                            installedOn?: string;
                            kind: string;
                            model?: string;
                            serial: string;
                            /** Format: uuid */
                            siteId: string;
                            version: number;
                            /** @description the last day */
                            warrantyUntil?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes an asset
         * @description Permission: `customer:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        installedOn?: string;
                        kind?: string;
                        model?: string;
                        serial?: string;
                        warrantyUntil?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: uuid */
                            customerId: string;
                            /** Format: uuid */
                            id: string;
                            installedOn?: string;
                            kind: string;
                            model?: string;
                            serial: string;
                            /** Format: uuid */
                            siteId: string;
                            version: number;
                            /** @description the last day */
                            warrantyUntil?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with username and password */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description no account needs one yet */
                        otp?: string;
                        password: string;
                        /**
                         * @description cookie: the refresh token goes into a cookie of the browser, and not into the answer
                         * @enum {string}
                         */
                        session?: "token" | "cookie";
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessToken: string;
                            /** @description seconds */
                            expiresIn: number;
                            /** @description good for one use; not where a cookie has it */
                            refreshToken?: string;
                            tokenType: string;
                            user: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                                username: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description left out where a cookie has it; then with the header X-Microflow-Session */
                        refreshToken?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trades a refresh token in for new tokens */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description left out where a cookie has it; then with the header X-Microflow-Session */
                        refreshToken?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessToken: string;
                            /** @description seconds */
                            expiresIn: number;
                            /** @description good for one use; not where a cookie has it */
                            refreshToken?: string;
                            tokenType: string;
                            user: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                                username: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds customers, by name
         * @description Permission: `customer:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    limit?: number;
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                /** Format: date-time */
                                createdAt: string;
                                documentNumber: string;
                                /** @enum {string} */
                                documentType: "CC" | "NIT" | "CE" | "TI" | "PAS" | "PEP" | "PPT";
                                email?: string;
                                /** Format: uuid */
                                id: string;
                                name: string;
                                phone?: string;
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Registers a customer
         * @description Permission: `customer:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description dots, dashes and blanks do not matter */
                        documentNumber: string;
                        /** @enum {string} */
                        documentType: "CC" | "NIT" | "CE" | "TI" | "PAS" | "PEP" | "PPT";
                        email?: string;
                        name: string;
                        phone?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            documentNumber: string;
                            /** @enum {string} */
                            documentType: "CC" | "NIT" | "CE" | "TI" | "PAS" | "PEP" | "PPT";
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            phone?: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One customer
         * @description Permission: `customer:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            documentNumber: string;
                            /** @enum {string} */
                            documentType: "CC" | "NIT" | "CE" | "TI" | "PAS" | "PEP" | "PPT";
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            phone?: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a customer
         * @description Permission: `customer:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        documentNumber?: string;
                        /** @enum {string} */
                        documentType?: "CC" | "NIT" | "CE" | "TI" | "PAS" | "PEP" | "PPT";
                        /** @description an empty text takes it away */
                        email?: string;
                        name?: string;
                        /** @description an empty text takes it away */
                        phone?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            documentNumber: string;
                            /** @enum {string} */
                            documentType: "CC" | "NIT" | "CE" | "TI" | "PAS" | "PEP" | "PPT";
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            phone?: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/customers/{id}/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A customer's sites
         * @description Permission: `customer:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                accessNotes?: string;
                                active: boolean;
                                address: string;
                                /** Format: uuid */
                                customerId: string;
                                /** Format: uuid */
                                id: string;
                                latitude?: number;
                                longitude?: number;
                                name?: string;
                                neighbourhood?: string;
                                timeZone: string;
                                version: number;
                                /** Format: uuid */
                                zoneId?: string;
                                zoneName?: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds a site
         * @description Permission: `customer:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        accessNotes?: string;
                        address: string;
                        /** @description degrees, WGS 84; with longitude */
                        latitude?: number;
                        /** @description degrees, WGS 84; with latitude */
                        longitude?: number;
                        name?: string;
                        neighbourhood?: string;
                        /** @description by default the zone's */
                        timeZone?: string;
                        /** Format: uuid */
                        zoneId?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessNotes?: string;
                            active: boolean;
                            address: string;
                            /** Format: uuid */
                            customerId: string;
                            /** Format: uuid */
                            id: string;
                            latitude?: number;
                            longitude?: number;
                            name?: string;
                            neighbourhood?: string;
                            timeZone: string;
                            version: number;
                            /** Format: uuid */
                            zoneId?: string;
                            zoneName?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives the file itself
         * @description Permission: `work:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, newest first
         * @description Permission: `history:read`.
         */
        get: {
            parameters: {
                query?: {
                    actorId?: string;
                    cursor?: string;
                    from?: string;
                    limit?: number;
                    orderId?: string;
                    q?: string;
                    to?: string;
                    type?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                actor: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                /** Format: uuid */
                                customerId?: string;
                                /** @description what the event said */
                                data: unknown;
                                /** Format: uuid */
                                id: string;
                                orderCode?: string;
                                /** Format: uuid */
                                orderId?: string;
                                source: string;
                                summary: string;
                                /** Format: uuid */
                                technicianId?: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                                /** Format: uuid */
                                zoneId?: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Imports orders from a CSV file, whatever its encoding, delimiter and date style
         * @description Permission: `order:import`.
         */
        post: {
            parameters: {
                query?: {
                    dryRun?: boolean;
                };
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": unknown;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            customersCreated: number;
                            duplicates: {
                                key: string;
                                record: number;
                            }[];
                            imported: number;
                            records: number;
                            refused: {
                                code: string;
                                column: string;
                                key: string;
                                reason: string;
                                record: number;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue, by code: material
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                code: string;
                                /** Format: uuid */
                                id: string;
                                minimumStock: number;
                                name: string;
                                stock: number;
                                unit: string;
                                unitCost: string;
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds to the catalogue: material
         * @description Permission: `catalogue:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /** @description MAT-001 */
                        code?: string;
                        /** @description below it material.low_stock is published */
                        minimumStock?: number;
                        name?: string;
                        stock?: number;
                        /** @description unit, m, kg */
                        unit?: string;
                        /** @description 12500.00 COP */
                        unitCost?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            minimumStock: number;
                            name: string;
                            stock: number;
                            unit: string;
                            unitCost: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/materials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One material
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            minimumStock: number;
                            name: string;
                            stock: number;
                            unit: string;
                            unitCost: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes one material
         * @description Permission: `catalogue:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /** @description MAT-001 */
                        code?: string;
                        /** @description below it material.low_stock is published */
                        minimumStock?: number;
                        name?: string;
                        stock?: number;
                        /** @description unit, m, kg */
                        unit?: string;
                        /** @description 12500.00 COP */
                        unitCost?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            minimumStock: number;
                            name: string;
                            stock: number;
                            unit: string;
                            unitCost: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/materials/{id}/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a material moved, oldest first; a technician sees their van's
         * @description Permission: `stock:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                kind: "receipt" | "adjustment" | "to_van" | "to_warehouse" | "used" | "returned";
                                /** Format: uuid */
                                materialId: string;
                                note?: string;
                                /** Format: uuid */
                                orderId?: string;
                                /** @description negative only where an adjustment lowered it */
                                quantity: number;
                                /**
                                 * Format: uuid
                                 * @description whose van took part
                                 */
                                technicianId?: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/materials/{id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes new material into the warehouse
         * @description Permission: `stock:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the delivery note's number, for instance */
                        note?: string;
                        quantity: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "receipt" | "adjustment" | "to_van" | "to_warehouse" | "used" | "returned";
                            /** Format: uuid */
                            materialId: string;
                            note?: string;
                            /** Format: uuid */
                            orderId?: string;
                            /** @description negative only where an adjustment lowered it */
                            quantity: number;
                            /**
                             * Format: uuid
                             * @description whose van took part
                             */
                            technicianId?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/materials/{id}/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves material between the warehouse and a technician's van
         * @description Permission: `stock:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                        quantity: number;
                        /**
                         * Format: uuid
                         * @description whose van
                         */
                        technicianId: string;
                        /**
                         * @description from the other place
                         * @enum {string}
                         */
                        to: "warehouse" | "van";
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "receipt" | "adjustment" | "to_van" | "to_warehouse" | "used" | "returned";
                            /** Format: uuid */
                            materialId: string;
                            note?: string;
                            /** Format: uuid */
                            orderId?: string;
                            /** @description negative only where an adjustment lowered it */
                            quantity: number;
                            /**
                             * Format: uuid
                             * @description whose van took part
                             */
                            technicianId?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists one's own messages, newest first
         * @description Permission: `notification:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    unread?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: string;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: uuid */
                                id: string;
                                /** Format: date-time */
                                readAt?: string;
                                /**
                                 * Format: uuid
                                 * @description the order, person or material
                                 */
                                subject: string;
                                title: string;
                                /** @description the event that it tells of */
                                type: string;
                                /** @enum {string} */
                                urgency: "low" | "normal" | "high";
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Marks a message as read
         * @description Permission: `notification:read`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            body: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            readAt?: string;
                            /**
                             * Format: uuid
                             * @description the order, person or material
                             */
                            subject: string;
                            title: string;
                            /** @description the event that it tells of */
                            type: string;
                            /** @enum {string} */
                            urgency: "low" | "normal" | "high";
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists messages that were given up, newest first
         * @description Permission: `operations:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                attempts: number;
                                /** @enum {string} */
                                channel: "in_app" | "email";
                                /** Format: date-time */
                                createdAt: string;
                                error: string;
                                /** Format: date-time */
                                failedAt: string;
                                /** Format: uuid */
                                id: string;
                                /** Format: uuid */
                                subject: string;
                                title: string;
                                type: string;
                                /** Format: uuid */
                                userId: string;
                                userName: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Marks all of one's messages as read
         * @description Permission: `notification:read`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description how many were unread */
                            read: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts one's unread messages
         * @description Permission: `notification:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            unreadCount: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/dispatch/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that dispatch could not take in
         * @description Permission: `dead_letter:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                data: unknown;
                                /** @description why the event was given up */
                                error: string;
                                /** Format: uuid */
                                id: string;
                                source: string;
                                /** Format: uuid */
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/dispatch/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes such an event in again
         * @description Permission: `dead_letter:replay`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/dispatch/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads many things of dispatch at once, each as its own GET would */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description paths with their queries; 100 at most */
                        targets: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: unknown;
                                status: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/identity/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that identity could not take in
         * @description Permission: `dead_letter:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                data: unknown;
                                /** @description why the event was given up */
                                error: string;
                                /** Format: uuid */
                                id: string;
                                source: string;
                                /** Format: uuid */
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/identity/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes such an event in again
         * @description Permission: `dead_letter:replay`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/identity/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads many things of identity at once, each as its own GET would */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description paths with their queries; 100 at most */
                        targets: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: unknown;
                                status: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/insights/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that insights could not take in
         * @description Permission: `dead_letter:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                data: unknown;
                                /** @description why the event was given up */
                                error: string;
                                /** Format: uuid */
                                id: string;
                                source: string;
                                /** Format: uuid */
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/insights/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes such an event in again
         * @description Permission: `dead_letter:replay`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/insights/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads many things of insights at once, each as its own GET would */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description paths with their queries; 100 at most */
                        targets: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: unknown;
                                status: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/notifications/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that notifications could not take in
         * @description Permission: `dead_letter:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                data: unknown;
                                /** @description why the event was given up */
                                error: string;
                                /** Format: uuid */
                                id: string;
                                source: string;
                                /** Format: uuid */
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/notifications/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes such an event in again
         * @description Permission: `dead_letter:replay`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/notifications/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads many things of notifications at once, each as its own GET would */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description paths with their queries; 100 at most */
                        targets: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: unknown;
                                status: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/tracking/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that tracking could not take in
         * @description Permission: `dead_letter:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                data: unknown;
                                /** @description why the event was given up */
                                error: string;
                                /** Format: uuid */
                                id: string;
                                source: string;
                                /** Format: uuid */
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/tracking/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes such an event in again
         * @description Permission: `dead_letter:replay`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/tracking/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads many things of tracking at once, each as its own GET would */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description paths with their queries; 100 at most */
                        targets: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: unknown;
                                status: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/workorders/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that workorders could not take in
         * @description Permission: `dead_letter:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                data: unknown;
                                /** @description why the event was given up */
                                error: string;
                                /** Format: uuid */
                                id: string;
                                source: string;
                                /** Format: uuid */
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                type: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/workorders/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes such an event in again
         * @description Permission: `dead_letter:replay`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/workorders/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads many things of workorders at once, each as its own GET would */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description paths with their queries; 100 at most */
                        targets: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                body: unknown;
                                status: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/order-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue, by code: order type
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                automatic: boolean;
                                code: string;
                                estimatedMinutes: number;
                                /** Format: uuid */
                                id: string;
                                materialsRequired: boolean;
                                name: string;
                                nameEs: string;
                                slaHours: number;
                                specialties: {
                                    level: number;
                                    name: string;
                                    /** Format: uuid */
                                    specialtyId: string;
                                }[];
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds to the catalogue: order type
         * @description Permission: `catalogue:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /** @description the technician is chosen without being asked for */
                        automatic?: boolean;
                        code?: string;
                        estimatedMinutes?: number;
                        materialsRequired?: boolean;
                        name?: string;
                        nameEs?: string;
                        slaHours?: number;
                        specialties?: {
                            level: number;
                            /** Format: uuid */
                            specialtyId: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            automatic: boolean;
                            code: string;
                            estimatedMinutes: number;
                            /** Format: uuid */
                            id: string;
                            materialsRequired: boolean;
                            name: string;
                            nameEs: string;
                            slaHours: number;
                            specialties: {
                                level: number;
                                name: string;
                                /** Format: uuid */
                                specialtyId: string;
                            }[];
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/order-types/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One order type
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            automatic: boolean;
                            code: string;
                            estimatedMinutes: number;
                            /** Format: uuid */
                            id: string;
                            materialsRequired: boolean;
                            name: string;
                            nameEs: string;
                            slaHours: number;
                            specialties: {
                                level: number;
                                name: string;
                                /** Format: uuid */
                                specialtyId: string;
                            }[];
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes one order type
         * @description Permission: `catalogue:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /** @description the technician is chosen without being asked for */
                        automatic?: boolean;
                        code?: string;
                        estimatedMinutes?: number;
                        materialsRequired?: boolean;
                        name?: string;
                        nameEs?: string;
                        slaHours?: number;
                        specialties?: {
                            level: number;
                            /** Format: uuid */
                            specialtyId: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            automatic: boolean;
                            code: string;
                            estimatedMinutes: number;
                            /** Format: uuid */
                            id: string;
                            materialsRequired: boolean;
                            name: string;
                            nameEs: string;
                            slaHours: number;
                            specialties: {
                                level: number;
                                name: string;
                                /** Format: uuid */
                                specialtyId: string;
                            }[];
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds orders
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: {
                    createdFrom?: string;
                    createdTo?: string;
                    cursor?: string;
                    customerId?: string;
                    limit?: number;
                    priority?: ("low" | "medium" | "high" | "critical")[];
                    q?: string;
                    sort?: "-createdAt" | "createdAt" | "priority" | "due" | "code";
                    status?: ("open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled")[];
                    technicianId?: string;
                    typeId?: string[];
                    zoneId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                code: string;
                                /** Format: date-time */
                                completedAt?: string;
                                /** Format: date-time */
                                createdAt: string;
                                customer: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                /** Format: uuid */
                                customerId: string;
                                description: string;
                                /** @description the number in the system it was imported from */
                                externalRef?: string;
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                priority: "low" | "medium" | "high" | "critical";
                                siteAddress: string;
                                /** Format: uuid */
                                siteId: string;
                                sla: {
                                    breached: boolean;
                                    /** Format: date-time */
                                    dueAt: string;
                                    /**
                                     * Format: date-time
                                     * @description while the order waits for the customer
                                     */
                                    pausedAt?: string;
                                    warned: boolean;
                                };
                                /** @enum {string} */
                                status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                                technician?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                title: string;
                                type: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                /** Format: uuid */
                                typeId: string;
                                /** Format: date-time */
                                updatedAt: string;
                                version: number;
                                window?: {
                                    /** Format: date-time */
                                    from: string;
                                    /** Format: date-time */
                                    to: string;
                                };
                                zone?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Opens an order
         * @description Permission: `order:create`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description only a client may leave it out
                         */
                        customerId?: string;
                        description: string;
                        /**
                         * @description only a client may leave it out (medium), and may not choose critical
                         * @enum {string}
                         */
                        priority?: "low" | "medium" | "high" | "critical";
                        /** Format: uuid */
                        siteId: string;
                        title: string;
                        /** Format: uuid */
                        typeId: string;
                        window?: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description what the caller may do next through /transitions */
                            allowedTransitions: ("create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel")[];
                            code: string;
                            /** Format: date-time */
                            completedAt?: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            customer: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                phone?: string;
                            };
                            /** Format: uuid */
                            customerId: string;
                            description: string;
                            /** @description the number in the system it was imported from */
                            externalRef?: string;
                            /** Format: uuid */
                            id: string;
                            /**
                             * Format: date-time
                             * @description until then a client may reopen
                             */
                            objectionUntil?: string;
                            /** @enum {string} */
                            priority: "low" | "medium" | "high" | "critical";
                            site: {
                                accessNotes?: string;
                                address: string;
                                /** Format: uuid */
                                id: string;
                                name?: string;
                                position?: {
                                    /** @description degrees, WGS 84 */
                                    latitude: number;
                                    /** @description degrees, WGS 84 */
                                    longitude: number;
                                };
                                timeZone: string;
                                zone?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                            };
                            /** Format: uuid */
                            siteId: string;
                            sla: {
                                breached: boolean;
                                /** Format: date-time */
                                dueAt: string;
                                /**
                                 * Format: date-time
                                 * @description while the order waits for the customer
                                 */
                                pausedAt?: string;
                                warned: boolean;
                            };
                            /** Format: date-time */
                            startedAt?: string;
                            /** @enum {string} */
                            status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                            technician?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            title: string;
                            type: {
                                code: string;
                                estimatedMinutes: number;
                                /** Format: uuid */
                                id: string;
                                materialsRequired: boolean;
                                name: string;
                            };
                            /** Format: uuid */
                            typeId: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            window?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One order
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description what the caller may do next through /transitions */
                            allowedTransitions: ("create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel")[];
                            code: string;
                            /** Format: date-time */
                            completedAt?: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            customer: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                phone?: string;
                            };
                            /** Format: uuid */
                            customerId: string;
                            description: string;
                            /** @description the number in the system it was imported from */
                            externalRef?: string;
                            /** Format: uuid */
                            id: string;
                            /**
                             * Format: date-time
                             * @description until then a client may reopen
                             */
                            objectionUntil?: string;
                            /** @enum {string} */
                            priority: "low" | "medium" | "high" | "critical";
                            site: {
                                accessNotes?: string;
                                address: string;
                                /** Format: uuid */
                                id: string;
                                name?: string;
                                position?: {
                                    /** @description degrees, WGS 84 */
                                    latitude: number;
                                    /** @description degrees, WGS 84 */
                                    longitude: number;
                                };
                                timeZone: string;
                                zone?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                            };
                            /** Format: uuid */
                            siteId: string;
                            sla: {
                                breached: boolean;
                                /** Format: date-time */
                                dueAt: string;
                                /**
                                 * Format: date-time
                                 * @description while the order waits for the customer
                                 */
                                pausedAt?: string;
                                warned: boolean;
                            };
                            /** Format: date-time */
                            startedAt?: string;
                            /** @enum {string} */
                            status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                            technician?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            title: string;
                            type: {
                                code: string;
                                estimatedMinutes: number;
                                /** Format: uuid */
                                id: string;
                                materialsRequired: boolean;
                                name: string;
                            };
                            /** Format: uuid */
                            typeId: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            window?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edits what an order says
         * @description Permission: `order:update`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        description?: string;
                        /** @enum {string} */
                        priority?: "low" | "medium" | "high" | "critical";
                        title?: string;
                        /** @description null takes it away */
                        window?: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description what the caller may do next through /transitions */
                            allowedTransitions: ("create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel")[];
                            code: string;
                            /** Format: date-time */
                            completedAt?: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            customer: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                phone?: string;
                            };
                            /** Format: uuid */
                            customerId: string;
                            description: string;
                            /** @description the number in the system it was imported from */
                            externalRef?: string;
                            /** Format: uuid */
                            id: string;
                            /**
                             * Format: date-time
                             * @description until then a client may reopen
                             */
                            objectionUntil?: string;
                            /** @enum {string} */
                            priority: "low" | "medium" | "high" | "critical";
                            site: {
                                accessNotes?: string;
                                address: string;
                                /** Format: uuid */
                                id: string;
                                name?: string;
                                position?: {
                                    /** @description degrees, WGS 84 */
                                    latitude: number;
                                    /** @description degrees, WGS 84 */
                                    longitude: number;
                                };
                                timeZone: string;
                                zone?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                            };
                            /** Format: uuid */
                            siteId: string;
                            sla: {
                                breached: boolean;
                                /** Format: date-time */
                                dueAt: string;
                                /**
                                 * Format: date-time
                                 * @description while the order waits for the customer
                                 */
                                pausedAt?: string;
                                warned: boolean;
                            };
                            /** Format: date-time */
                            startedAt?: string;
                            /** @enum {string} */
                            status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                            technician?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            title: string;
                            type: {
                                code: string;
                                estimatedMinutes: number;
                                /** Format: uuid */
                                id: string;
                                materialsRequired: boolean;
                                name: string;
                            };
                            /** Format: uuid */
                            typeId: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            window?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/orders/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports travel, arrival, work, a pause or completion
         * @description Permission: `activity:record`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it happened; now where it is left out
                         */
                        at?: string;
                        /** @enum {string} */
                        kind: "travel_started" | "arrived" | "work_started" | "work_paused" | "work_resumed" | "work_completed";
                        position?: {
                            /** @description degrees, WGS 84 */
                            latitude: number;
                            /** @description degrees, WGS 84 */
                            longitude: number;
                        };
                        /** @description required for work_paused */
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "travel_started" | "arrived" | "work_started" | "work_paused" | "work_resumed" | "work_completed";
                            /** Format: uuid */
                            orderId: string;
                            position?: {
                                /** @description degrees, WGS 84 */
                                latitude: number;
                                /** @description degrees, WGS 84 */
                                longitude: number;
                            };
                            reason?: string;
                            /** Format: date-time */
                            recordedAt: string;
                            /** @enum {string} */
                            state: "assigned" | "en_route" | "on_site" | "working" | "paused" | "done";
                            technician: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists every decision about an order
         * @description Permission: `order:assign`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                algorithm: string;
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                /** @description the ranking at the time, best first */
                                candidates: unknown;
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                mode: "manual" | "automatic";
                                /** Format: uuid */
                                orderId: string;
                                reason?: string;
                                /** Format: uuid */
                                replacesTechnicianId?: string;
                                /** Format: uuid */
                                technicianId: string;
                                technicianName: string;
                                /** Format: uuid */
                                visitId: string;
                                window?: {
                                    /** Format: date-time */
                                    from: string;
                                    /** Format: date-time */
                                    to: string;
                                };
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Gives an order to a technician
         * @description Permission: `order:assign`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        mode?: "manual" | "automatic";
                        /** @description needed where a rule is overridden or somebody has the order already */
                        reason?: string;
                        /** Format: uuid */
                        technicianId?: string;
                        window?: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            algorithm: string;
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            /** @description the ranking at the time, best first */
                            candidates: unknown;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            mode: "manual" | "automatic";
                            /** Format: uuid */
                            orderId: string;
                            reason?: string;
                            /** Format: uuid */
                            replacesTechnicianId?: string;
                            /** Format: uuid */
                            technicianId: string;
                            technicianName: string;
                            /** Format: uuid */
                            visitId: string;
                            window?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ranks the technicians for an order
         * @description Permission: `order:assign`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                broken: ("inactive" | "skill_missing" | "skill_level" | "zone" | "shift" | "busy")[];
                                name: string;
                                openVisits: number;
                                qualified: boolean;
                                reasons: string[];
                                score: number;
                                /** Format: uuid */
                                technicianId: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The comments, oldest first
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                /** Format: uuid */
                                id: string;
                                text: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Writes a comment
         * @description Permission: `order:comment`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            /** Format: uuid */
                            id: string;
                            text: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists an order's evidence
         * @description Permission: `work:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                contentUrl: string;
                                fileName: string;
                                /** Format: uuid */
                                id: string;
                                mediaType: string;
                                /** Format: uuid */
                                orderId: string;
                                position?: {
                                    /** @description degrees, WGS 84 */
                                    latitude: number;
                                    /** @description degrees, WGS 84 */
                                    longitude: number;
                                };
                                /** Format: date-time */
                                recordedAt: string;
                                sha256: string;
                                size: number;
                                technician: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Uploads up to ten files as a form (answers {items}), or one as the raw body
         * @description Permission: `evidence:upload`.
         */
        post: {
            parameters: {
                query?: {
                    latitude?: number;
                    longitude?: number;
                    name?: string;
                };
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": unknown;
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            contentUrl: string;
                            fileName: string;
                            /** Format: uuid */
                            id: string;
                            mediaType: string;
                            /** Format: uuid */
                            orderId: string;
                            position?: {
                                /** @description degrees, WGS 84 */
                                latitude: number;
                                /** @description degrees, WGS 84 */
                                longitude: number;
                            };
                            /** Format: date-time */
                            recordedAt: string;
                            sha256: string;
                            size: number;
                            technician: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to an order, oldest first
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                action: string;
                                /**
                                 * Format: date-time
                                 * @description when it happened
                                 */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                detail?: string;
                                /** Format: uuid */
                                eventId?: string;
                                /** @enum {string} */
                                from?: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                                /** Format: uuid */
                                id: string;
                                reason?: string;
                                /**
                                 * Format: date-time
                                 * @description when the service heard of it
                                 */
                                recordedAt: string;
                                /** @enum {string} */
                                to?: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                                /** @enum {string} */
                                transition?: "create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel";
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The materials used on an order
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                code: string;
                                cost: string;
                                /** @enum {string} */
                                from: "warehouse" | "van";
                                /** Format: uuid */
                                id: string;
                                /** Format: uuid */
                                materialId: string;
                                name: string;
                                quantity: number;
                                unit: string;
                                unitCost: string;
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Notes material used on an order and takes it out of stock
         * @description Permission: `material:update`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description without it the technician's own van where it holds enough, else the warehouse
                         * @enum {string}
                         */
                        from?: "warehouse" | "van";
                        /** Format: uuid */
                        materialId: string;
                        quantity: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            code: string;
                            cost: string;
                            /** @enum {string} */
                            from: "warehouse" | "van";
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            materialId: string;
                            name: string;
                            quantity: number;
                            unit: string;
                            unitCost: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/materials/{lineId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a line back: its quantity becomes 0 and the material returns to stock
         * @description Permission: `material:update`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    lineId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Corrects the quantity or the material of a line
         * @description Permission: `material:update`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                    lineId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        justification: string;
                        /**
                         * Format: uuid
                         * @description it was this one: at its price of today
                         */
                        materialId?: string;
                        quantity?: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            code: string;
                            cost: string;
                            /** @enum {string} */
                            from: "warehouse" | "van";
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            materialId: string;
                            name: string;
                            quantity: number;
                            unit: string;
                            unitCost: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/orders/{id}/materials/{lineId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was corrected on a line, oldest first
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                    lineId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                /** @description quantity, or material (its code) */
                                field: string;
                                /** Format: uuid */
                                id: string;
                                justification?: string;
                                newValue: string;
                                oldValue: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists an order's progress with its corrections
         * @description Permission: `work:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                comment: string;
                                corrections: {
                                    /** Format: date-time */
                                    at: string;
                                    by: {
                                        /** Format: uuid */
                                        id?: string;
                                        name: string;
                                    };
                                    justification: string;
                                    minutes: number;
                                    minutesBefore: number;
                                }[];
                                /** Format: uuid */
                                id: string;
                                minutes: number;
                                /** Format: uuid */
                                orderId: string;
                                /** Format: date-time */
                                recordedAt: string;
                                reportedMinutes: number;
                                technician: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Records what was done and the minutes it took
         * @description Permission: `progress:record`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        comment: string;
                        minutes: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            comment: string;
                            corrections: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                justification: string;
                                minutes: number;
                                minutesBefore: number;
                            }[];
                            /** Format: uuid */
                            id: string;
                            minutes: number;
                            /** Format: uuid */
                            orderId: string;
                            /** Format: date-time */
                            recordedAt: string;
                            reportedMinutes: number;
                            technician: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the customer says of the work
         * @description Permission: `order:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rating?: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                comment?: string;
                                stars: number;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Says how good the work is; a new word takes the place of the old one
         * @description Permission: `order:comment`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        comment?: string;
                        stars: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            by: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            comment?: string;
                            stars: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells an order's whole story, oldest first
         * @description Permission: `work:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                details: {
                                    comment?: string;
                                    /** Format: uuid */
                                    evidenceId?: string;
                                    fileName?: string;
                                    /** @enum {string} */
                                    from?: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                                    materialCode?: string;
                                    materialName?: string;
                                    mediaType?: string;
                                    minutes?: number;
                                    minutesBefore?: number;
                                    /** @enum {string} */
                                    mode?: "manual" | "automatic";
                                    position?: {
                                        /** @description degrees, WGS 84 */
                                        latitude: number;
                                        /** @description degrees, WGS 84 */
                                        longitude: number;
                                    };
                                    /** Format: uuid */
                                    progressId?: string;
                                    quantity?: number;
                                    reason?: string;
                                    size?: number;
                                    /** @enum {string} */
                                    state?: "assigned" | "en_route" | "on_site" | "working" | "paused" | "done";
                                    technician?: {
                                        /** Format: uuid */
                                        id?: string;
                                        name: string;
                                    };
                                    /** @enum {string} */
                                    to?: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                                    /** @enum {string} */
                                    transition?: "create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel";
                                    window?: {
                                        /** Format: date-time */
                                        from: string;
                                        /** Format: date-time */
                                        to: string;
                                    };
                                };
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                kind: "order_created" | "order_updated" | "status_changed" | "commented" | "sla_warning" | "sla_breached" | "assigned" | "assignment_cancelled" | "travel_started" | "arrived" | "work_started" | "work_paused" | "work_resumed" | "work_completed" | "progress_recorded" | "progress_corrected" | "evidence_uploaded" | "material_used";
                                /** Format: date-time */
                                recordedAt: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves an order through its life
         * @description Permission: `order:transition`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description waiting_customer on a hold lets the SLA's clock stand still */
                        reason?: string;
                        /** @enum {string} */
                        transition: "create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel";
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description what the caller may do next through /transitions */
                            allowedTransitions: ("create" | "assign" | "unassign" | "start" | "hold" | "request_approval" | "approve" | "reject" | "complete" | "cannot_complete" | "close" | "reopen" | "cancel")[];
                            code: string;
                            /** Format: date-time */
                            completedAt?: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            customer: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                phone?: string;
                            };
                            /** Format: uuid */
                            customerId: string;
                            description: string;
                            /** @description the number in the system it was imported from */
                            externalRef?: string;
                            /** Format: uuid */
                            id: string;
                            /**
                             * Format: date-time
                             * @description until then a client may reopen
                             */
                            objectionUntil?: string;
                            /** @enum {string} */
                            priority: "low" | "medium" | "high" | "critical";
                            site: {
                                accessNotes?: string;
                                address: string;
                                /** Format: uuid */
                                id: string;
                                name?: string;
                                position?: {
                                    /** @description degrees, WGS 84 */
                                    latitude: number;
                                    /** @description degrees, WGS 84 */
                                    longitude: number;
                                };
                                timeZone: string;
                                zone?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                            };
                            /** Format: uuid */
                            siteId: string;
                            sla: {
                                breached: boolean;
                                /** Format: date-time */
                                dueAt: string;
                                /**
                                 * Format: date-time
                                 * @description while the order waits for the customer
                                 */
                                pausedAt?: string;
                                warned: boolean;
                            };
                            /** Format: date-time */
                            startedAt?: string;
                            /** @enum {string} */
                            status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                            technician?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            title: string;
                            type: {
                                code: string;
                                estimatedMinutes: number;
                                /** Format: uuid */
                                id: string;
                                materialsRequired: boolean;
                                name: string;
                            };
                            /** Format: uuid */
                            typeId: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            window?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/progress/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Corrects the minutes of an own entry; the old value is kept
         * @description Permission: `progress:record`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        justification: string;
                        minutes: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            comment: string;
                            corrections: {
                                /** Format: date-time */
                                at: string;
                                by: {
                                    /** Format: uuid */
                                    id?: string;
                                    name: string;
                                };
                                justification: string;
                                minutes: number;
                                minutesBefore: number;
                            }[];
                            /** Format: uuid */
                            id: string;
                            minutes: number;
                            /** Format: uuid */
                            orderId: string;
                            /** Format: date-time */
                            recordedAt: string;
                            reportedMinutes: number;
                            technician: {
                                /** Format: uuid */
                                id?: string;
                                name: string;
                            };
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the orders that wait for somebody, most urgent first
         * @description Permission: `operations:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    reason?: "waiting_operator" | "nobody_suitable" | "technician_inactive";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                code: string;
                                customerName: string;
                                /** Format: date-time */
                                due?: string;
                                /** Format: uuid */
                                orderId: string;
                                /** @enum {string} */
                                priority: "low" | "medium" | "high" | "critical";
                                /** @enum {string} */
                                reason: "waiting_operator" | "nobody_suitable" | "technician_inactive";
                                reasons: string[];
                                /** Format: date-time */
                                since: string;
                                /** @enum {string} */
                                status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                                title: string;
                                typeName: string;
                                window?: {
                                    /** Format: date-time */
                                    from: string;
                                    /** Format: date-time */
                                    to: string;
                                };
                                /** Format: uuid */
                                zoneId?: string;
                                zoneName?: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of a period, as JSON or CSV
         * @description Permission: `report:read`.
         */
        get: {
            parameters: {
                query?: {
                    format?: "json" | "csv";
                    from?: string;
                    to?: string;
                    typeId?: string;
                    zoneId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            byDay: {
                                count: number;
                                /** @description the local day at the order's site */
                                day: string;
                            }[];
                            byPriority: {
                                count: number;
                                /** @enum {string} */
                                priority: "low" | "medium" | "high" | "critical";
                            }[];
                            byStatus: {
                                count: number;
                                /** @enum {string} */
                                status: "open" | "assigned" | "in_progress" | "on_hold" | "awaiting_approval" | "completed" | "closed" | "cancelled";
                            }[];
                            byType: {
                                count: number;
                                name?: string;
                                /** Format: uuid */
                                typeId?: string;
                            }[];
                            byZone: {
                                count: number;
                                name?: string;
                                /**
                                 * Format: uuid
                                 * @description left out for the orders that lie in no zone
                                 */
                                zoneId?: string;
                            }[];
                            /** Format: date-time */
                            from: string;
                            orders: number;
                            progressMinutes: number;
                            technicians: {
                                assigned: number;
                                completed: number;
                                minutes: number;
                                name: string;
                                /** Format: uuid */
                                technicianId: string;
                            }[];
                            timeToAssign: {
                                count: number;
                                meanMinutes?: number;
                                medianMinutes?: number;
                                p90Minutes?: number;
                            };
                            timeToFinish: {
                                count: number;
                                meanMinutes?: number;
                                medianMinutes?: number;
                                p90Minutes?: number;
                            };
                            timeToStart: {
                                count: number;
                                meanMinutes?: number;
                                medianMinutes?: number;
                                p90Minutes?: number;
                            };
                            /** Format: date-time */
                            to: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One site
         * @description Permission: `customer:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessNotes?: string;
                            active: boolean;
                            address: string;
                            /** Format: uuid */
                            customerId: string;
                            /** Format: uuid */
                            id: string;
                            latitude?: number;
                            longitude?: number;
                            name?: string;
                            neighbourhood?: string;
                            timeZone: string;
                            version: number;
                            /** Format: uuid */
                            zoneId?: string;
                            zoneName?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a site
         * @description Permission: `customer:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        accessNotes?: string;
                        active?: boolean;
                        address?: string;
                        latitude?: number;
                        longitude?: number;
                        name?: string;
                        neighbourhood?: string;
                        timeZone?: string;
                        /** Format: uuid */
                        zoneId?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accessNotes?: string;
                            active: boolean;
                            address: string;
                            /** Format: uuid */
                            customerId: string;
                            /** Format: uuid */
                            id: string;
                            latitude?: number;
                            longitude?: number;
                            name?: string;
                            neighbourhood?: string;
                            timeZone: string;
                            version: number;
                            /** Format: uuid */
                            zoneId?: string;
                            zoneName?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/sites/{id}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The equipment at a site
         * @description Permission: `customer:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                /** Format: uuid */
                                customerId: string;
                                /** Format: uuid */
                                id: string;
                                installedOn?: string;
                                kind: string;
                                model?: string;
                                serial: string;
                                /** Format: uuid */
                                siteId: string;
                                version: number;
                                /** @description the last day */
                                warrantyUntil?: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds equipment to a site
         * @description Permission: `customer:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description 2026-11-27 */
                        installedOn?: string;
                        /** @description ONT, router, decoder */
                        kind: string;
                        model?: string;
                        /** @description unique; blanks and case do not matter */
                        serial: string;
                        /** @description the last day */
                        warrantyUntil?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: uuid */
                            customerId: string;
                            /** Format: uuid */
                            id: string;
                            installedOn?: string;
                            kind: string;
                            model?: string;
                            serial: string;
                            /** Format: uuid */
                            siteId: string;
                            version: number;
                            /** @description the last day */
                            warrantyUntil?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/specialties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue, by code: specialty
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                code: string;
                                /** Format: uuid */
                                id: string;
                                name: string;
                                nameEs: string;
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds to the catalogue: specialty
         * @description Permission: `catalogue:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        code?: string;
                        name?: string;
                        nameEs?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            nameEs: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/specialties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One specialty
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            nameEs: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes one specialty
         * @description Permission: `catalogue:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        code?: string;
                        name?: string;
                        nameEs?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            nameEs: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sends everything that the caller may see as it happens (server-sent events); resumes after Last-Event-ID */
        get: {
            parameters: {
                query?: {
                    lastEventId?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/technicians": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists technicians by name
         * @description Permission: `technician:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    limit?: number;
                    q?: string;
                    specialtyId?: string;
                    zoneId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                busy: boolean;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: uuid */
                                id: string;
                                name: string;
                                openVisits: number;
                                shifts: {
                                    /** @description minute of the local day */
                                    from: number;
                                    /** @description minute; beyond 1440 it ends on the next day */
                                    to: number;
                                    /** @enum {string} */
                                    weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                                }[];
                                skills: {
                                    from: string;
                                    level: number;
                                    name: string;
                                    /** Format: uuid */
                                    specialtyId: string;
                                    to?: string;
                                }[];
                                timeZone: string;
                                /** Format: date-time */
                                updatedAt: string;
                                version: number;
                                zones: string[];
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Gives a person a technician's profile
         * @description Permission: `technician:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        shifts?: {
                            /** @description minute of the local day */
                            from: number;
                            /** @description minute; beyond 1440 it ends on the next day */
                            to: number;
                            /** @enum {string} */
                            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                        }[];
                        skills: {
                            /** @description first day, 2026-11-27; today without it */
                            from?: string;
                            level: number;
                            /** Format: uuid */
                            specialtyId: string;
                            /** @description last day; without it the skill is held for good */
                            to?: string;
                        }[];
                        timeZone?: string;
                        /** Format: uuid */
                        userId: string;
                        zones: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            busy: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            openVisits: number;
                            shifts: {
                                /** @description minute of the local day */
                                from: number;
                                /** @description minute; beyond 1440 it ends on the next day */
                                to: number;
                                /** @enum {string} */
                                weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                            }[];
                            skills: {
                                from: string;
                                level: number;
                                name: string;
                                /** Format: uuid */
                                specialtyId: string;
                                to?: string;
                            }[];
                            timeZone: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/technicians/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads a technician
         * @description Permission: `technician:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            busy: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            openVisits: number;
                            shifts: {
                                /** @description minute of the local day */
                                from: number;
                                /** @description minute; beyond 1440 it ends on the next day */
                                to: number;
                                /** @enum {string} */
                                weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                            }[];
                            skills: {
                                from: string;
                                level: number;
                                name: string;
                                /** Format: uuid */
                                specialtyId: string;
                                to?: string;
                            }[];
                            timeZone: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a technician's profile
         * @description Permission: `technician:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        shifts?: {
                            /** @description minute of the local day */
                            from: number;
                            /** @description minute; beyond 1440 it ends on the next day */
                            to: number;
                            /** @enum {string} */
                            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                        }[];
                        skills?: {
                            /** @description first day, 2026-11-27; today without it */
                            from?: string;
                            level: number;
                            /** Format: uuid */
                            specialtyId: string;
                            /** @description last day; without it the skill is held for good */
                            to?: string;
                        }[];
                        timeZone?: string;
                        zones?: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            busy: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            openVisits: number;
                            shifts: {
                                /** @description minute of the local day */
                                from: number;
                                /** @description minute; beyond 1440 it ends on the next day */
                                to: number;
                                /** @enum {string} */
                                weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                            }[];
                            skills: {
                                from: string;
                                level: number;
                                name: string;
                                /** Format: uuid */
                                specialtyId: string;
                                to?: string;
                            }[];
                            timeZone: string;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * People, sorted by name
         * @description Permission: `user:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    customerId?: string;
                    limit?: number;
                    q?: string;
                    role?: "client" | "technician" | "operator" | "supervisor" | "administrator";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: uuid */
                                customerId?: string;
                                email?: string;
                                /** Format: uuid */
                                id: string;
                                /** Format: date-time */
                                lastLoginAt?: string;
                                /** @enum {string} */
                                locale: "es" | "en";
                                name: string;
                                roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                                /** Format: date-time */
                                updatedAt: string;
                                username: string;
                                version: number;
                                zones: string[];
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds a person
         * @description Permission: `user:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /**
                         * Format: uuid
                         * @description whose user a client is
                         */
                        customerId?: string;
                        email?: string;
                        /** @enum {string} */
                        locale?: "es" | "en";
                        name: string;
                        /** @description 8 to 64 characters, not a common one */
                        password: string;
                        roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                        /** @description 3 to 40 of a-z, 0-9, dot, underscore, hyphen */
                        username: string;
                        /** @description a supervisor's */
                        zones?: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            customerId?: string;
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastLoginAt?: string;
                            /** @enum {string} */
                            locale: "es" | "en";
                            name: string;
                            roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                            /** Format: date-time */
                            updatedAt: string;
                            username: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One person
         * @description Permission: `user:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            customerId?: string;
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastLoginAt?: string;
                            /** @enum {string} */
                            locale: "es" | "en";
                            name: string;
                            roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                            /** Format: date-time */
                            updatedAt: string;
                            username: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a person; active=false ends all access
         * @description Permission: `user:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description false ends all sessions */
                        active?: boolean;
                        /**
                         * Format: uuid
                         * @description goes away with the role client
                         */
                        customerId?: string;
                        /** @description an empty text takes it away */
                        email?: string;
                        /** @enum {string} */
                        locale?: "es" | "en";
                        name?: string;
                        /** @description ends all sessions and lifts a lock */
                        password?: string;
                        roles?: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                        username?: string;
                        zones?: string[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            customerId?: string;
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastLoginAt?: string;
                            /** @enum {string} */
                            locale: "es" | "en";
                            name: string;
                            roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                            /** Format: date-time */
                            updatedAt: string;
                            username: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own profile */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            customerId?: string;
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastLoginAt?: string;
                            /** @enum {string} */
                            locale: "es" | "en";
                            name: string;
                            roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                            /** Format: date-time */
                            updatedAt: string;
                            username: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes one's own profile or password */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description needed for a new password */
                        currentPassword?: string;
                        /** @description an empty text takes it away */
                        email?: string;
                        /** @enum {string} */
                        locale?: "es" | "en";
                        name?: string;
                        /** @description ends the other sessions */
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            customerId?: string;
                            email?: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastLoginAt?: string;
                            /** @enum {string} */
                            locale: "es" | "en";
                            name: string;
                            roles: ("client" | "technician" | "operator" | "supervisor" | "administrator")[];
                            /** Format: date-time */
                            updatedAt: string;
                            username: string;
                            version: number;
                            zones: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own sessions, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: date-time */
                                createdAt: string;
                                /** @description the one that asks */
                                current: boolean;
                                /** Format: date-time */
                                expiresAt: string;
                                /** Format: uuid */
                                id: string;
                                /** Format: date-time */
                                lastUsedAt: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of them */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/van-stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What lies in the vans; a technician sees their own
         * @description Permission: `stock:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    materialId?: string;
                    technicianId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                code: string;
                                /** Format: uuid */
                                materialId: string;
                                name: string;
                                quantity: number;
                                technician: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                unit: string;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists visits by their start; a technician sees their own
         * @description Permission: `visit:read`.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    from?: string;
                    limit?: number;
                    orderId?: string;
                    status?: "planned" | "dispatched" | "en_route" | "on_site" | "working" | "paused" | "done" | "failed" | "cancelled";
                    technicianId?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** Format: uuid */
                                assignmentId: string;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                endedAt?: string;
                                /** Format: uuid */
                                id: string;
                                orderCode: string;
                                /** Format: uuid */
                                orderId: string;
                                /** Format: date-time */
                                startedAt?: string;
                                /** @enum {string} */
                                status: "planned" | "dispatched" | "en_route" | "on_site" | "working" | "paused" | "done" | "failed" | "cancelled";
                                /** Format: uuid */
                                technicianId: string;
                                technicianName: string;
                                title: string;
                                window?: {
                                    /** Format: date-time */
                                    from: string;
                                    /** Format: date-time */
                                    to: string;
                                };
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue, by code: zone
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: {
                    active?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                active: boolean;
                                code: string;
                                /** Format: uuid */
                                id: string;
                                name: string;
                                timeZone: string;
                                version: number;
                            }[];
                            nextCursor?: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Adds to the catalogue: zone
         * @description Permission: `catalogue:write`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        code?: string;
                        name?: string;
                        timeZone?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            timeZone: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/zones/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One zone
         * @description Permission: `catalogue:read`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            timeZone: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes one zone
         * @description Permission: `catalogue:write`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        code?: string;
                        name?: string;
                        timeZone?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            code: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            timeZone: string;
                            version: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/graphql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GraphQL over HTTP: services/workorders/graphql/schema.graphql */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/graphql-response+json": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** GraphQL over HTTP: services/workorders/graphql/schema.graphql */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/graphql-response+json": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graphql/original": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The original system's operations: services/workorders/graphql/original.graphql */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/graphql-response+json": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** The original system's operations: services/workorders/graphql/original.graphql */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/graphql-response+json": unknown;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: {
        /** @description A problem (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    allowed?: string[];
                    code: string;
                    detail?: string;
                    errors?: {
                        code?: string;
                        detail?: string;
                        pointer?: string;
                    }[];
                    instance?: string;
                    requestId?: string;
                    status: number;
                    title: string;
                    type: string;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
