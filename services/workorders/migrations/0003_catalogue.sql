-- What every company starts with; an administrator changes it. Ids are 16 bytes.

INSERT INTO specialties (id, version, code, name, name_es, active) VALUES
  (X'0190A000000070008000000000000001', 1, 'fibre_optics', 'Fibre optics', 'Fibra óptica', TRUE),
  (X'0190A000000070008000000000000002', 1, 'wireless_networks', 'Wireless networks', 'Redes inalámbricas', TRUE),
  (X'0190A000000070008000000000000003', 1, 'structured_cabling', 'Structured cabling', 'Cableado estructurado', TRUE),
  (X'0190A000000070008000000000000004', 1, 'ip_telephony', 'IP telephony', 'Telefonía IP', TRUE);

INSERT INTO order_types (id, version, code, name, name_es, name_folded, name_es_folded, estimated_minutes, sla_hours,
                         automatic, materials_required, active, specialties) VALUES
  (X'0190A000000070008000000000000101', 1, 'installation', 'Installation', 'Instalación', 'installation', 'instalacion', 120, 48,
   FALSE, FALSE, TRUE,
   '[{"specialtyId":"0190a000-0000-7000-8000-000000000001","name":"Fibre optics","level":2}]'),
  (X'0190A000000070008000000000000102', 1, 'repair', 'Repair', 'Reparación', 'repair', 'reparacion', 90, 24,
   FALSE, FALSE, TRUE,
   '[{"specialtyId":"0190a000-0000-7000-8000-000000000001","name":"Fibre optics","level":2}]'),
  (X'0190A000000070008000000000000103', 1, 'maintenance', 'Maintenance', 'Mantenimiento', 'maintenance', 'mantenimiento', 60, 72,
   TRUE, FALSE, TRUE,
   '[{"specialtyId":"0190a000-0000-7000-8000-000000000002","name":"Wireless networks","level":1}]'),
  (X'0190A000000070008000000000000104', 1, 'upgrade', 'Upgrade', 'Actualización', 'upgrade', 'actualizacion', 60, 72,
   FALSE, FALSE, TRUE,
   '[{"specialtyId":"0190a000-0000-7000-8000-000000000003","name":"Structured cabling","level":2}]'),
  (X'0190A000000070008000000000000105', 1, 'disconnection', 'Disconnection', 'Desconexión', 'disconnection', 'desconexion', 30, 72,
   FALSE, FALSE, TRUE,
   '[]'),
  (X'0190A000000070008000000000000106', 1, 'reconnection', 'Reconnection', 'Reconexión', 'reconnection', 'reconexion', 45, 72,
   TRUE, FALSE, TRUE,
   '[]'),
  (X'0190A000000070008000000000000107', 1, 'technical_review', 'Technical review', 'Revisión técnica', 'technical review', 'revision tecnica', 60, 72,
   FALSE, FALSE, TRUE,
   '[{"specialtyId":"0190a000-0000-7000-8000-000000000004","name":"IP telephony","level":1}]');
