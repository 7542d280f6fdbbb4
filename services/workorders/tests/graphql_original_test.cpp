// The original system's operations on our use cases: statuses, filters, materials, permissions.
#include "services/workorders/tests/company.hpp"

namespace mf::workorders {
namespace {

using ::testing::HasSubstr;

class Original : public Company {
 protected:
  Original() {
    const auto made = fixture.call(
        "POST", "/api/v1/materials", administrator,
        R"({"code":"MAT-001","name":"Cable UTP","unit":"m","unitCost":"1250.50 COP","stock":10})");
    cable = at(made, "/id");
    fixture.call(
        "POST", "/api/v1/materials", administrator,
        R"({"code":"MAT-002","name":"Módem","unit":"u","unitCost":"90000.00 COP","stock":3})");
    order = open(north);
    assign(order, technician);
  }

  http::Response ask(const std::string& query, const auth::Principal& who) {
    return fixture.call("POST", "/graphql/original", who,
                        R"({"query":)" + json::quote(query) + "}");
  }
  http::Response use(const std::string& material, int quantity) {
    return ask(fmt::format("mutation {{ registrarMaterialOrden(input: {{ordenId: \"{}\", "
                           "nombreMaterial: \"{}\", cantidad: {}}}) {{ id cantidad material {{ "
                           "codigo costo stock }} orden {{ codigo }} }} }}",
                           order.to_string(), material, quantity),
               technician);
  }
  http::Response set_status(const std::string& word, const auth::Principal& who) {
    return ask(fmt::format("mutation {{ cambiarEstadoOrden(id: \"{}\", estado: \"{}\") {{ estado "
                           "{{ nombre }} }} }}",
                           order.to_string(), word),
               who);
  }

  std::string cable;
  OrderId order;
};

TEST_F(Original, lists_orders_with_client_type_and_status) {
  const auto answer = ask(
      "{ listarOrdenes { id codigo descripcion tipo { nombre } cliente { nombre email direccion "
      "telefono } fechaCreacion fechaCierre estado { id nombre descripcion } usuarioId } }",
      operator_);
  EXPECT_EQ(at(answer, "/errors"), "") << answer.body;
  EXPECT_EQ(at(answer, "/data/listarOrdenes/0/estado/nombre"), "ASIGNADA");
  EXPECT_EQ(at(answer, "/data/listarOrdenes/0/tipo/nombre"), "Instalación");
  EXPECT_EQ(at(answer, "/data/listarOrdenes/0/cliente/direccion"), "Calle 10 # 20-30");
  EXPECT_EQ(at(answer, "/data/listarOrdenes/0/usuarioId"), technician.user.to_string());
}

TEST_F(Original, filters_by_status_client_and_person) {
  open(south);
  const auto count = [&](const std::string& arguments) {
    const auto answer = ask("{ filtrarOrdenes(" + arguments + ") { id } }", operator_);
    int size = 0;
    while (!at(answer, fmt::format("/data/filtrarOrdenes/{}", size)).empty()) {
      ++size;
    }
    return size;
  };
  EXPECT_EQ(count("estado: \"asignada\""), 1);
  EXPECT_EQ(count("estado: \"ABIERTA\""), 1);
  EXPECT_EQ(count("clienteId: \"" + south.customer.to_string() + "\""), 1);
  EXPECT_EQ(count("usuarioId: \"" + technician.user.to_string() + "\""), 1);
  EXPECT_EQ(count("usuarioId: \"7\""), 0);
  EXPECT_EQ(count("fechaInicio: \"2100-01-01\""), 0);
  EXPECT_EQ(at(ask("{ filtrarOrdenes(estado: \"RARA\") { id } }", operator_),
               "/errors/0/extensions/errors/0/pointer"),
            "/estado");
}

TEST_F(Original, shows_only_what_the_caller_reaches) {
  const std::string one = "{ obtenerOrdenPorId(id: \"" + order.to_string() + "\") { codigo } }";
  EXPECT_EQ(at(ask(one, client), "/data/obtenerOrdenPorId/codigo"), "ORD-000001");
  EXPECT_EQ(at(ask(one, other_client), "/data/obtenerOrdenPorId"), "null");
  EXPECT_EQ(at(ask("{ listarOrdenes { id } }", other_client), "/data/listarOrdenes/0"), "");
}

TEST_F(Original, moves_an_order_as_the_table_says) {
  work(order, "work_started", technician);
  EXPECT_EQ(at(set_status("EN ESPERA", supervisor), "/data/cambiarEstadoOrden/estado/nombre"),
            "EN_ESPERA");
  const auto refused = set_status("CERRADA", supervisor);
  EXPECT_EQ(at(refused, "/errors/0/extensions/code"), "transition_refused") << refused.body;
  EXPECT_THAT(at(refused, "/errors/0/extensions/allowed"), HasSubstr("cancel"));
  EXPECT_EQ(at(set_status("CANCELADA", other_client), "/errors/0/extensions/code"), "not_found");
  EXPECT_EQ(at(set_status("CANCELADA", operator_), "/data/cambiarEstadoOrden/estado/nombre"),
            "CANCELADA");
}

TEST_F(Original, material_moves_stock_and_its_history_names_the_caller) {
  const auto used = use("cable utp", 4);
  EXPECT_EQ(at(used, "/data/registrarMaterialOrden/cantidad"), "4") << used.body;
  EXPECT_EQ(at(used, "/data/registrarMaterialOrden/material/costo"), "1250.5");
  EXPECT_EQ(at(used, "/data/registrarMaterialOrden/material/stock"), "6");
  EXPECT_EQ(at(used, "/data/registrarMaterialOrden/orden/codigo"), "ORD-000001");
  const auto line = at(used, "/data/registrarMaterialOrden/id");
  const auto correct = [&](int quantity, const std::string& why) {
    return ask(
        fmt::format("mutation {{ modificarCantidadMaterial(input: {{materialOrdenId: \"{}\", "
                    "nuevaCantidad: {}, justificacion: \"{}\"}}) {{ cantidad }} }}",
                    line, quantity, why),
        technician);
  };
  EXPECT_EQ(at(correct(2, "corta"), "/errors/0/extensions/errors/0/pointer"), "/justificacion")
      << correct(2, "corta").body;
  EXPECT_EQ(at(correct(2, "Medí mal el tramo"), "/data/modificarCantidadMaterial/cantidad"), "2");
  const auto history = ask("{ obtenerHistorialMaterial(materialOrdenId: \"" + line +
                               "\") { campoModificado valorAnterior valorNuevo justificacion "
                               "usuarioModificacion fechaModificacion materialOrden { id } } }",
                           supervisor);
  const std::string first = "/data/obtenerHistorialMaterial/0/";
  EXPECT_EQ(at(history, first + "campoModificado"), "cantidad") << history.body;
  EXPECT_EQ(at(history, first + "valorAnterior"), "4");
  EXPECT_EQ(at(history, first + "usuarioModificacion"), technician.name);
  EXPECT_EQ(at(history, first + "materialOrden/id"), line);
}

TEST_F(Original, a_line_gets_another_material_or_is_taken_back) {
  const auto line = at(use("MAT-001", 2), "/data/registrarMaterialOrden/id");
  const auto modem = at(fixture.call("GET", "/api/v1/materials?limit=2", operator_), "/items/1/id");
  const auto changed =
      ask(fmt::format("mutation {{ modificarTipoMaterial(input: {{materialOrdenId: \"{}\", "
                      "nuevoMaterialId: \"{}\", justificacion: \"Era un módem\"}}) {{ material {{ "
                      "nombre stock }} }} }}",
                      line, modem),
          technician);
  EXPECT_EQ(at(changed, "/data/modificarTipoMaterial/material/nombre"), "Módem") << changed.body;
  EXPECT_EQ(at(changed, "/data/modificarTipoMaterial/material/stock"), "1");
  const std::string lines =
      "{ obtenerMaterialesDeOrden(ordenId: \"" + order.to_string() + "\") { id } }";
  EXPECT_EQ(at(ask(lines, client), "/data/obtenerMaterialesDeOrden/0/id"), line);
  const std::string remove =
      "mutation { eliminarMaterialOrden(materialOrdenId: \"" + line + "\") }";
  EXPECT_EQ(at(ask(remove, other_technician), "/errors/0/extensions/code"), "not_found");
  EXPECT_EQ(at(ask(remove, technician), "/data/eliminarMaterialOrden"), "true");
  EXPECT_EQ(at(ask(lines, client), "/data/obtenerMaterialesDeOrden/0"), "");
  EXPECT_EQ(
      at(ask("{ listarMateriales { nombre stock } }", client), "/data/listarMateriales/1/stock"),
      "3");
}

TEST_F(Original, an_unknown_material_is_named_by_its_field) {
  EXPECT_EQ(at(use("Unobtainium", 1), "/errors/0/extensions/errors/0/pointer"), "/nombreMaterial");
  EXPECT_EQ(at(use("Cable UTP", 11), "/errors/0/extensions/code"), "insufficient_stock");
}

}  // namespace
}  // namespace mf::workorders
