/* lab-chart-export.c: charts as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* cairo's images reach to 32767 pixels. */
#define LARGEST 32767
#define POINTS_PER_PX 0.75

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
make_surface (LabChartFormat format,
              double         width,
              double         height,
              double         scale,
              const char    *title,
              GByteArray    *bytes)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case LAB_CHART_SVG:
      surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case LAB_CHART_PDF:
      surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width * POINTS_PER_PX,
                                                     height * POINTS_PER_PX);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
      /* cairo would ask the clock, and no two files were the same. */
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                      "1970-01-01T00:00:00Z");
      return surface;
    case LAB_CHART_PNG:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale + 0.5),
                                            (int) (height * scale + 0.5));
      cairo_surface_set_device_scale (surface, scale, scale);
      return surface;
    }
}

/* cairo numbers its surfaces over the life of the program and writes the
 * number down, where nothing refers to it. */
static void
forget_number (GByteArray *bytes)
{
  static const char mark[] = "<g id=\"surface";
  char *found = g_strstr_len ((char *) bytes->data, bytes->len, mark);
  guint first, end;

  if (found == NULL)
    return;
  first = (guint) (found - (char *) bytes->data) + sizeof mark - 1;
  for (end = first; end < bytes->len && g_ascii_isdigit (bytes->data[end]); end++)
    continue;
  if (end > first)
    g_byte_array_remove_range (bytes, first, end - first);
}

static void
draw_on (cairo_surface_t     *surface,
         const LabChartModel *model,
         const LabChartStyle *style,
         double               width,
         double               height,
         LabChartFormat       format)
{
  g_autoptr (LabChartPicture) picture = lab_chart_picture_new (model, style, width, height);
  cairo_t *cr = cairo_create (surface);

  if (format == LAB_CHART_PDF)
    cairo_scale (cr, POINTS_PER_PX, POINTS_PER_PX);
  lab_chart_picture_draw (picture, cr);
  cairo_destroy (cr);
}

GBytes *
lab_chart_export (const LabChartModel *model,
                  const LabChartStyle *style,
                  double               width,
                  double               height,
                  double               scale,
                  LabChartFormat       format,
                  GError             **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;

  g_return_val_if_fail (model != NULL && style != NULL, NULL);
  g_return_val_if_fail (width >= 1 && height >= 1 && scale >= 1 && scale <= 8, NULL);

  if (width * scale > LARGEST || height * scale > LARGEST)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The chart “%s” was not drawn: it is more than %d pixels wide or high. "
                       "Choose a smaller size."), model->title, LARGEST);
      return NULL;
    }
  surface = make_surface (format, width, height, scale, model->title, bytes);
  draw_on (surface, model, style, width, height, format);
  if (format == LAB_CHART_PNG)
    cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS || bytes->len == 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The chart “%s” was not drawn: %s. Choose a smaller size."), model->title,
                     cairo_status_to_string (status));
      return NULL;
    }
  if (format == LAB_CHART_SVG)
    forget_number (bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gboolean
lab_chart_export_to_file (const LabChartModel *model,
                          const LabChartStyle *style,
                          double               width,
                          double               height,
                          double               scale,
                          LabChartFormat       format,
                          GFile               *file,
                          GError             **error)
{
  g_autoptr (GBytes) bytes = lab_chart_export (model, style, width, height, scale, format, error);

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (bytes == NULL)
    return FALSE;
  return g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}
