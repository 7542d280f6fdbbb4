#include "app/demo/company.hpp"

namespace mf::app::demo {

const std::array<Zone, 16> k_zones{{
    {"POP", "Popular", 6.2977, -75.5440},
    {"SCR", "Santa Cruz", 6.2990, -75.5540},
    {"MAN", "Manrique", 6.2740, -75.5480},
    {"ARA", "Aranjuez", 6.2820, -75.5580},
    {"CAS", "Castilla", 6.2950, -75.5720},
    {"DOC", "Doce de Octubre", 6.3040, -75.5800},
    {"ROB", "Robledo", 6.2790, -75.5930},
    {"VHE", "Villa Hermosa", 6.2560, -75.5450},
    {"BAI", "Buenos Aires", 6.2380, -75.5500},
    {"CAN", "La Candelaria", 6.2470, -75.5690},
    {"LAU", "Laureles-Estadio", 6.2480, -75.5920},
    {"AME", "La América", 6.2540, -75.6050},
    {"SJA", "San Javier", 6.2560, -75.6160},
    {"POB", "El Poblado", 6.2090, -75.5680},
    {"GUA", "Guayabal", 6.2170, -75.5850},
    {"BEL", "Belén", 6.2310, -75.6000},
}};

const std::array<std::string_view, 4> k_specialties{"fibre_optics", "wireless_networks",
                                                    "structured_cabling", "ip_telephony"};

const std::array<Technician, 12> k_technicians{{
    {"andres.mejia", "Andrés Mejía", {4, 2, 3, 0}, {0, 1, 2, 3, 4, 5}},
    {"beatriz.ossa", "Beatriz Ossa", {5, 3, 3, 2}, {0, 1, 2, 3, 7, 8}},
    {"camilo.restrepo", "Camilo Restrepo", {3, 4, 2, 1}, {4, 5, 6, 10, 11, 12}},
    {"diana.zapata", "Diana Zapata", {2, 5, 4, 3}, {6, 10, 11, 12, 15, 14}},
    {"esteban.giraldo", "Esteban Giraldo", {4, 3, 5, 2}, {7, 8, 9, 13, 14, 15}},
    {"fernanda.lopera", "Fernanda Lopera", {3, 3, 4, 5}, {9, 10, 13, 14, 15, 8}},
    {"german.uribe", "Germán Uribe", {5, 1, 2, 4}, {0, 2, 3, 7, 8, 9}},
    {"helena.cano", "Helena Cano", {2, 4, 3, 3}, {1, 3, 4, 5, 6, 9}},
    {"ivan.correa", "Iván Correa", {4, 4, 1, 1}, {10, 11, 12, 15, 6, 9}},
    {"juliana.velez", "Juliana Vélez", {3, 2, 5, 4}, {13, 14, 15, 8, 9, 10}},
    {"kevin.arango", "Kevin Arango", {3, 3, 3, 3}, {2, 3, 4, 9, 7, 1}},
    {"laura.montoya", "Laura Montoya", {4, 5, 2, 2}, {11, 12, 13, 15, 5, 6}},
}};

const std::array<std::string_view, 24> k_given_names{
    "Ana",   "Bernardo", "Carolina", "Daniel", "Elena",     "Felipe",  "Gloria", "Hernán",
    "Inés",  "Jorge",    "Karen",    "Luis",   "Marta",     "Nicolás", "Olga",   "Pablo",
    "Rocío", "Samuel",   "Teresa",   "Ulises", "Valentina", "Wilson",  "Ximena", "Yolanda"};

const std::array<std::string_view, 24> k_family_names{
    "Álvarez", "Bedoya",    "Cárdenas", "Duque",  "Echeverri", "Franco", "Gómez",   "Henao",
    "Isaza",   "Jaramillo", "Londoño",  "Marín",  "Naranjo",   "Ochoa",  "Peláez",  "Quintero",
    "Rúa",     "Salazar",   "Tobón",    "Urrego", "Valencia",  "Yepes",  "Zuluaga", "Muñoz"};

const std::array<Request, 14> k_requests{{
    {"repair", "Internet caído", "Sin señal desde ayer en la noche; el equipo parpadea en rojo."},
    {"repair", "Lentitud en horas pico", "La velocidad cae después de las seis de la tarde."},
    {"repair", "Fibra rota en la fachada", "Un camión arrancó el cable de la entrada."},
    {"repair", "Teléfono IP sin tono", "El teléfono de recepción no da tono; los demás funcionan."},
    {"installation", "Fibra nueva para apartamento",
     "Instalar fibra y router; hay ducto hasta el tercer piso."},
    {"installation", "Internet para local comercial",
     "Local nuevo, dos puntos de red y wifi para clientes."},
    {"installation", "Telefonía IP para oficina", "Cuatro extensiones y operadora automática."},
    {"maintenance", "Mantenimiento del rack",
     "Revisión semestral: limpieza, etiquetas y potencias."},
    {"maintenance", "Revisión de puntos de acceso",
     "Actualizar y medir cobertura en los dos pisos."},
    {"upgrade", "Cambio de router por wifi 6", "El cliente contrató el plan de 500 megas."},
    {"technical_review", "Estudio de cobertura",
     "Medir señal en el sótano y proponer repetidores."},
    {"reconnection", "Reconexión por pago", "El cliente pagó; reconectar en la caja de la cuadra."},
    {"disconnection", "Retiro de equipos",
     "Terminación de contrato; recoger router y decodificador."},
    {"repair", "Wifi no llega a las habitaciones", "Casa de dos plantas; señal débil arriba."},
}};

const std::array<std::string_view, 8> k_progress{
    "Se revisó la acometida y se midió potencia óptica en la caja.",
    "Cable tendido por el ducto; falta terminar en la roseta.",
    "Se cambió el conector y la potencia volvió a menos diecinueve decibeles.",
    "Router configurado y probado con el cliente por cable y por wifi.",
    "Se etiquetaron los puntos y se dejó plano en el gabinete.",
    "Prueba de velocidad correcta; el cliente quedó conforme.",
    "Se reubicó el punto de acceso para cubrir las habitaciones.",
    "Se hizo limpieza del rack y se verificaron las fuentes.",
};

}  // namespace mf::app::demo
